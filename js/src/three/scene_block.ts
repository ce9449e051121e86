/** The scene's binary block: typed views into it by the header's ranges (offset and length in bytes). */
export class SceneBlock {
  readonly #buffer: ArrayBuffer;

  /** Copies, because a comm's buffer starts anywhere and typed arrays need their alignment. */
  constructor(source: ArrayBufferView) {
    const bytes = new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
    this.#buffer = bytes.slice().buffer;
  }

  get byteLength(): number {
    return this.#buffer.byteLength;
  }

  bytes([offset, length]: readonly [number, number]): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, offset, length);
  }

  int8([offset, length]: readonly [number, number]): Int8Array<ArrayBuffer> {
    return new Int8Array(this.#buffer, offset, length);
  }

  uint16([offset, length]: readonly [number, number]): Uint16Array<ArrayBuffer> {
    return new Uint16Array(this.#buffer, offset, length / 2);
  }

  uint32([offset, length]: readonly [number, number]): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#buffer, offset, length / 4);
  }

  float32([offset, length]: readonly [number, number]): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#buffer, offset, length / 4);
  }
}
