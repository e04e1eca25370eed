// The floor's view of the protocol: what must be read of a response, by hand, and nothing else.

/** A protobuf varint at `at`: its value (of at most 53 bits) and where it ends. */
function varint(bytes, at) {
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at];
    factor *= 128;
  }
}

/** Calls `take(field, payload)` for each length-delimited field of a message. */
function eachField(bytes, take) {
  let at = 0;
  while (at < bytes.length) {
    let tag;
    [tag, at] = varint(bytes, at);
    switch (tag & 7) {
      case 0:
        [, at] = varint(bytes, at);
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        let length;
        [length, at] = varint(bytes, at);
        take(Math.floor(tag / 8), bytes.subarray(at, at + length));
        at += length;
        break;
      }
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`wire type ${tag & 7}`);
    }
  }
}

/** ExecutePlanResponse.arrow_batch.data, where there is one. */
export function arrowData(response) {
  let data;
  eachField(response, (field, batch) => {
    if (field === 2) {
      eachField(batch, (inner, payload) => {
        if (inner === 2) data = payload;
      });
    }
  });
  return data;
}
