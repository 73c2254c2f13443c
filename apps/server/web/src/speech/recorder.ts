/** A recording by microphone that is going on. */
export interface Recording {
  readonly startedMs: number;
  /** What was heard, once it was finished or the microphone was gone; undefined when it was discarded or held nothing. */
  readonly file: Promise<File | undefined>;
  finish(): void;
  discard(): void;
}

/** @throws Error that says what to do when the microphone cannot be had */
export async function startRecording(): Promise<Recording> {
  const stream = await openMicrophone();
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  let wanted = true;
  const stop = (): void => {
    if (recorder.state !== "inactive") recorder.stop();
  };
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const file = new Promise<File | undefined>((resolve) => {
    // It comes too when the microphone was pulled out.
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      const recorded = fileOf(parts, recorder.mimeType);
      resolve(wanted && recorded.size > 0 ? recorded : undefined);
    });
  });
  recorder.start();
  return {
    startedMs: Date.now(),
    file,
    finish: stop,
    discard: () => {
      wanted = false;
      stop();
    },
  };
}

async function openMicrophone(): Promise<MediaStream> {
  // Not there where a page came over plain http from another machine.
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) {
    throw new Error("A browser lets a page record only over https or on this machine itself: open it so, or choose a file.");
  }
  try {
    return await devices.getUserMedia({ audio: true });
  } catch (error) {
    throw new Error(adviceOnMicrophone(error instanceof Error ? error.name : ""), { cause: error });
  }
}

function adviceOnMicrophone(name: string): string {
  if (name === "NotAllowedError") return "The microphone is not allowed here: allow it for this page in the browser, or choose a file.";
  if (name === "NotFoundError") return "No microphone was found: plug one in and record again, or choose a file.";
  return "The microphone cannot be used, perhaps because another program has it: close that and record again, or choose a file.";
}

/** Named for what the browser records: a transcription goes by the name's ending. */
function fileOf(parts: readonly Blob[], mimeType: string): File {
  const type = mimeType.split(";", 1)[0] ?? "";
  return new File([...parts], `recording.${type.endsWith("mp4") ? "m4a" : "webm"}`, { type: type === "" ? "audio/webm" : type });
}
