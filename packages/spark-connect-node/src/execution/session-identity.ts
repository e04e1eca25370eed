import { create } from "@bufbuild/protobuf";
import type { UserContext } from "#gen/spark/connect/base_pb.js";
import { UserContextSchema } from "#gen/spark/connect/base_pb.js";
import { CancelledError, ProtocolError, SessionLostError } from "../errors.ts";

/** The fields that every request of a session begins with. */
export interface RequestHeader {
  readonly sessionId: string;
  readonly clientObservedServerSideSessionId?: string;
  readonly userContext: UserContext;
  readonly clientType: string;
}

/** The fields by which every answer names its session. */
export interface SessionAnswer {
  readonly sessionId: string;
  /** Empty from servers before 4.0. */
  readonly serverSideSessionId: string;
}

/**
 * Which session this is, for us and for the server. The server makes an id of its own for each session it
 * creates; the first one seen is pinned, so that a session which was recreated behind our back (empty, after
 * a restart) is never taken for the old one.
 */
export class SessionIdentity {
  readonly sessionId: string;
  readonly #endpoint: string;
  readonly #userId: string;
  readonly #clientType: string;
  #pinned: string | undefined;
  #used = false;
  #lost: SessionLostError | undefined;

  constructor(options: { sessionId: string; endpoint: string; userId: string; clientType: string }) {
    this.sessionId = options.sessionId;
    this.#endpoint = options.endpoint;
    this.#userId = options.userId;
    this.#clientType = options.clientType;
  }

  /** The server's own id of the session, once known. */
  get serverSideSessionId(): string | undefined {
    return this.#pinned;
  }

  /** Whether anything was ever sent for this session, so that the server may know it. */
  get used(): boolean {
    return this.#used;
  }

  /** The server has made this session already. */
  markUsed(): void {
    this.#used = true;
  }

  /** Why the session can no longer be used, if so. */
  get lost(): SessionLostError | undefined {
    return this.#lost;
  }

  /** @throws SessionLostError once the session is known to be lost: nothing more is sent. */
  header(): RequestHeader {
    if (this.#lost !== undefined) throw this.#lost;
    this.#used = true;
    return {
      sessionId: this.sessionId,
      ...(this.#pinned === undefined ? {} : { clientObservedServerSideSessionId: this.#pinned }),
      userContext: create(UserContextSchema, { userId: this.#userId, userName: this.#userId }),
      clientType: this.#clientType,
    };
  }

  /** Checks who answers. @throws ProtocolError for another session's answer, SessionLostError after a change. */
  check(answer: SessionAnswer): void {
    if (answer.sessionId !== this.sessionId) {
      throw new ProtocolError(
        `The server at ${this.#endpoint} answered for session ${answer.sessionId} instead of ${this.sessionId}; the answer was dropped`,
      );
    }
    if (answer.serverSideSessionId === "") return;
    this.#pinned ??= answer.serverSideSessionId;
    if (answer.serverSideSessionId !== this.#pinned) {
      const errorClass = "INVALID_HANDLE.SESSION_CHANGED";
      throw this.markLost(errorClass, { errorClass });
    }
  }

  /** Records that the session is gone; from now on every call fails with the error returned. */
  markLost(
    reason: string,
    details: ConstructorParameters<typeof SessionLostError>[1] = {},
  ): SessionLostError {
    this.#lost ??= new SessionLostError(
      `The session ${this.sessionId} no longer exists on the server at ${this.#endpoint} (${reason}): ` +
        "the server was restarted, or closed the session. Lost with it: temporary views, session " +
        "configuration, cached relations and any running operation. Create a new session and repeat what it needs",
      details,
    );
    return this.#lost;
  }
}

/** What a session answers after it was closed. */
export function sessionClosed(): CancelledError {
  return new CancelledError("The session was stopped, so nothing was sent: create a new one");
}

/** Error classes that say: this session is gone for good. */
export function isSessionLoss(errorClass: string | undefined): errorClass is string {
  return (
    errorClass === "INVALID_HANDLE.SESSION_CHANGED" ||
    errorClass === "INVALID_HANDLE.SESSION_NOT_FOUND" ||
    errorClass === "INVALID_HANDLE.SESSION_CLOSED"
  );
}
