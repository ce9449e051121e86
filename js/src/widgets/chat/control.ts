import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { CONTRACT_VERSION } from "../../contract/messages.gen";
import { KernelLink, type LinkState } from "../../lib/kernel_link";
import { emptyTranscript, reduce, type Transcript } from "../../lib/transcript";
import { createNoticeList, type NoticeList } from "../../ui/notices";
import { type Session, sharedBy } from "../session";

/** What all views of one chat share. */
export interface ChatControl {
  readonly transcript: ReadonlySignal<Transcript>;
  readonly notices: NoticeList;
  readonly height_px: ReadonlySignal<number>;
  readonly link: ReadonlySignal<LinkState>;
  /** Why nothing can be said now; empty when something can. */
  readonly lock: ReadonlySignal<string>;
  /** What was said and not yet taken over by the kernel. */
  readonly sending: ReadonlySignal<string>;
  readonly isStopping: ReadonlySignal<boolean>;
  /** Calls `onAccepted` once the kernel has taken the text over, so that nothing typed is lost before that. */
  send(text: string, onAccepted: () => void): void;
  stop(): void;
}

export const controlOf = sharedBy((session: Session): ChatControl => {
  const transcript = signal<Transcript>(emptyTranscript);
  const answer = signal<LinkState>("connecting");
  const sending = signal("");
  const isStopping = signal(false);
  const notices = createNoticeList();
  // Outlives `sending`: a kernel that was silent may take the text over late.
  let sent = { text: "", accept: () => {} };

  const askForAll = () => session.send({ kind: "chat.ready", contract_version: CONTRACT_VERSION });
  const link = new KernelLink(askForAll, (state) => {
    answer.value = state;
    if (state === "silent") sending.value = "";
  });

  session.listen((message, buffers) => {
    link.heard();
    switch (message.kind) {
      case "chat.transcript":
      case "chat.item":
      case "chat.text":
      case "chat.running": {
        const before = transcript.value;
        const after = reduce(before, message, buffers, performance.now() / 1000);
        transcript.value = after;
        if (after.hasGap && !before.hasGap) askForAll();
        if (!after.running) isStopping.value = false;
        if (message.kind === "chat.item" && message.item.role === "person") takenOver(message.item.text);
        return;
      }
      case "notice":
        sending.value = "";
        notices.add(message.level, message.text);
        return;
      default:
        // The other kinds belong to other widgets.
        return;
    }
  });
  const takenOver = (text: string) => {
    if (text !== sent.text) return;
    sending.value = "";
    sent.accept();
    sent = { text: "", accept: () => {} };
  };
  // A kernel that comes back has a conversation to tell; one that went does not answer.
  session.model.on("comm_live_update", () => link.expectAnswer());
  link.expectAnswer();

  const lock = computed(() => {
    if (session.mismatch !== "") return session.mismatch;
    if (answer.value === "silent" || session.link.value === "stopped") {
      return "Locked until the kernel answers.";
    }
    if (answer.value === "connecting") return "Connecting to the kernel…";
    if (isStopping.value) return "Stopping: the motion is given up and the robot holds.";
    if (transcript.value.running)
      return "Wait until the agent is done, or stop the turn: the motion is then given up and the robot holds.";
    if (sending.value !== "") return "Sending…";
    return "";
  });

  return {
    transcript,
    notices,
    height_px: session.trait<number>("height"),
    link: computed(() => (session.link.value === "stopped" ? "silent" : answer.value)),
    lock,
    sending,
    isStopping,
    send(text, onAccepted) {
      sending.value = text;
      sent = { text, accept: onAccepted };
      link.expectAnswer(() => session.send({ kind: "chat.send", text }));
    },
    stop() {
      isStopping.value = true;
      session.send({ kind: "chat.stop" });
    },
  };
});
