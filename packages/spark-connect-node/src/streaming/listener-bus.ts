import type { StreamingQueryListenerEventsResult } from "#gen/spark/connect/commands_pb.js";
import { CancelledError, ExecutionError } from "../errors.ts";
import type { ExecuteEvent } from "../execution/events.ts";
import { commandPlan } from "../plan/plan.ts";
import type { SessionRuntime } from "../session/session-runtime.ts";
import {
  parseEvent,
  type QueryIdleEvent,
  type QueryProgressEvent,
  type QueryStartedEvent,
  type QueryTerminatedEvent,
  type StreamingQueryEvent,
} from "./events.ts";

/**
 * Who is told about the streaming queries of a session. Each callback may be left out. What they throw becomes a
 * warning of the process: a listener that fails disturbs neither the query nor other listeners.
 */
export interface StreamingQueryListener {
  /** Called before `start()` of a query in this session returns. */
  onQueryStarted?(event: QueryStartedEvent): void;
  /** A trigger has been processed. */
  onQueryProgress?(event: QueryProgressEvent): void;
  /** A trigger found nothing to do for a while. */
  onQueryIdle?(event: QueryIdleEvent): void;
  /** A query has ended, by `stop()` or by an error. */
  onQueryTerminated?(event: QueryTerminatedEvent): void;
  /**
   * No more events will come: undefined when the session was stopped, else why the stream of events broke. After a
   * failure the listener may be added again. Without it, a failure becomes a warning of the process.
   */
  onClosed?(error: Error | undefined): void;
}

type Stream = AsyncGenerator<ExecuteEvent, void, undefined>;

const buses = new WeakMap<SessionRuntime, ListenerBus>();

/** The one bus of a session. */
export function listenerBusOf(runtime: SessionRuntime): ListenerBus {
  const known = buses.get(runtime);
  if (known !== undefined) return known;
  const bus = new ListenerBus(runtime);
  buses.set(runtime, bus);
  return bus;
}

/**
 * Brings the server's events to the listeners of one session: over one operation, open while there is any listener,
 * which survives broken connections as every operation does.
 */
export class ListenerBus {
  readonly #runtime: SessionRuntime;
  readonly #listeners = new Set<StreamingQueryListener>();
  /** Set while the server's stream is open; settles when it has ended. */
  #reading: Promise<void> | undefined;
  /** Whether the end of the stream was asked for. */
  #removing = false;
  /** Additions and removals, one after another: each looks at what the last one left. */
  #turn: Promise<void> = Promise.resolve();

  constructor(runtime: SessionRuntime) {
    this.#runtime = runtime;
  }

  /** Adds a listener; the first opens the stream. Resolves when the server has confirmed it. */
  async add(listener: StreamingQueryListener): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#reading === undefined) {
        const stream = await this.#open();
        this.#reading = this.#read(stream);
      }
      this.#listeners.add(listener);
    });
  }

  /** Takes a listener away; with the last one, events that are on their way are still brought before it resolves. */
  async remove(listener: StreamingQueryListener): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#listeners.has(listener)) return;
      if (this.#listeners.size === 1) {
        this.#removing = true;
        try {
          await this.#runtime.run({ kind: "listenerBus", action: "remove" });
          await this.#reading;
        } finally {
          this.#removing = false;
        }
      }
      this.#listeners.delete(listener);
    });
  }

  /** Brings an event to every listener. */
  post(event: StreamingQueryEvent): void {
    for (const listener of this.#listeners) {
      guarded(() => {
        tell(listener, event);
      });
    }
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #open(): Promise<Stream> {
    const plan = commandPlan({ kind: "listenerBus", action: "add" }, await this.#runtime.target());
    const stream = this.#runtime.client.execute(plan);
    for (;;) {
      const { value, done } = await stream.next();
      if (done === true || eventsOf(value)?.listenerBusListenerAdded === true) return stream;
    }
  }

  /** Never rejects: whoever listens is told. */
  async #read(stream: Stream): Promise<void> {
    let failure: Error | undefined;
    try {
      for await (const answer of stream) {
        for (const { eventType, eventJson } of eventsOf(answer)?.events ?? []) {
          const event = parseEvent(eventType, eventJson);
          if (event !== undefined) this.post(event);
        }
      }
      if (this.#removing) return;
      failure = new ExecutionError("The server ended the stream of its events");
    } catch (error) {
      failure = isStop(error) ? undefined : asError(error);
    } finally {
      this.#reading = undefined;
    }
    this.#close(failure);
  }

  #close(failure: Error | undefined): void {
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const listener of listeners) {
      if (listener.onClosed !== undefined) guarded(() => listener.onClosed?.(failure));
      else if (failure !== undefined) warn("lost the events of streaming queries; add it again", failure);
    }
  }
}

/** Whether the session was stopped here; the server's own cancellations have an error class. */
function isStop(error: unknown): boolean {
  return error instanceof CancelledError && error.errorClass === undefined;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new ExecutionError(String(error), { cause: error });
}

function eventsOf(event: ExecuteEvent | void): StreamingQueryListenerEventsResult | undefined {
  return event?.kind === "result" && event.result.case === "streamingQueryListenerEventsResult"
    ? event.result.value
    : undefined;
}

function tell(listener: StreamingQueryListener, event: StreamingQueryEvent): void {
  switch (event.kind) {
    case "started":
      return listener.onQueryStarted?.(event);
    case "progress":
      return listener.onQueryProgress?.(event);
    case "idle":
      return listener.onQueryIdle?.(event);
    case "terminated":
      return listener.onQueryTerminated?.(event);
    default:
      return event satisfies never;
  }
}

function guarded(call: () => void): void {
  try {
    call();
  } catch (error) {
    warn("threw", error);
  }
}

function warn(what: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(`A StreamingQueryListener ${what}: ${reason}`, "SparkConnectWarning");
}
