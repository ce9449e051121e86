import "./pictures.css";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "./button";

/** A row of pictures; a press on one shows it as large as the page allows. */
export function Pictures(props: { pictures: readonly DataView[]; title: string }): JSX.Element | null {
  const { pictures, title } = props;
  if (pictures.length === 0) return null;
  const alt = (place: number) =>
    pictures.length === 1 ? title : `${title}, picture ${place + 1} of ${pictures.length}`;
  return (
    <div class="srnb-pictures">
      {pictures.map((picture, place) => (
        <Picture key={place} bytes={picture} alt={alt(place)} />
      ))}
    </div>
  );
}

function Picture({ bytes, alt }: { bytes: DataView; alt: string }): JSX.Element {
  const url = useObjectUrl(bytes);
  const large = useRef<HTMLDialogElement>(null);
  const close = () => large.current?.close();
  return (
    <>
      <button
        type="button"
        class="srnb-picture"
        title={`Enlarge: ${alt}`}
        aria-label={`Enlarge: ${alt}`}
        onClick={() => large.current?.showModal()}
      >
        <img src={url} alt={alt} />
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the dialog closes with Escape by itself */}
      <dialog
        ref={large}
        class="srnb-picture-large"
        aria-label={alt}
        onClick={(event) => {
          if (event.target === large.current) close();
        }}
      >
        <div class="srnb-picture-bar">
          <span>{alt}</span>
          <Button label="Close" shortcut="Escape" icon="close" onPress={close} />
        </div>
        <img src={url} alt={alt} />
      </dialog>
    </>
  );
}

function useObjectUrl(bytes: DataView): string | undefined {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as DataView<ArrayBuffer>]));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}
