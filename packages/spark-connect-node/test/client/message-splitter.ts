/** Bytes of flags and length before each message of gRPC. */
const PREFIX = 5;

/** Cuts what comes over a call into the messages of gRPC, each with its prefix. */
export class MessageSplitter {
  #rest: Buffer = Buffer.alloc(0);

  /** Takes what has come; gives the messages that are whole with it. */
  split(chunk: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const whole: Buffer[] = [];
    for (;;) {
      const length = this.#rest.length < PREFIX ? Infinity : PREFIX + this.#rest.readUInt32BE(1);
      if (this.#rest.length < length) return whole;
      whole.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
    }
  }
}
