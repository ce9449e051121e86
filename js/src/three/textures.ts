import { CubeTexture, LinearMipmapLinearFilter, NoColorSpace, RepeatWrapping, Texture } from "three";
import type { TextureEntry } from "../contract/messages.gen";
import type { SceneBlock } from "./scene_block";

/** A texture of the scene as the graphics card holds it: the first row at v = 0, no colour conversion. */
export type SceneTexture = Texture | CubeTexture;

/** Decodes every texture of the scene. */
export async function loadTextures(
  entries: readonly TextureEntry[],
  block: SceneBlock,
): Promise<readonly SceneTexture[]> {
  return Promise.all(entries.map((entry) => loadTexture(entry, block)));
}

async function loadTexture(entry: TextureEntry, block: SceneBlock): Promise<SceneTexture> {
  const images = await Promise.all(entry.pngs.map((png) => decode(block.bytes(png))));
  const texture = entry.type === "2d" ? new Texture(images[0]) : new CubeTexture(images);
  texture.flipY = false;
  texture.colorSpace = NoColorSpace;
  texture.generateMipmaps = true;
  texture.minFilter = LinearMipmapLinearFilter;
  if (entry.type === "2d") {
    texture.wrapS = RepeatWrapping;
    texture.wrapT = RepeatWrapping;
    texture.anisotropy = 8;
  }
  texture.needsUpdate = true;
  return texture;
}

function decode(png: Uint8Array<ArrayBuffer>): Promise<ImageBitmap> {
  return createImageBitmap(new Blob([png], { type: "image/png" }), {
    colorSpaceConversion: "none",
    premultiplyAlpha: "none",
  });
}
