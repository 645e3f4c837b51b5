// The agent's event stream with a resume position: what was missed while the line was down comes when it is back.
import type { AgentEvent } from './types';

/** The last event that was taken in: `run` tells one run of the agent from the next, as positions begin again with each. */
export interface Position {
    run: string;
    position: number;
}

export interface EventListener {
    /** Every event, once, in order. `missed`: it happened while the line was down. */
    event(event: AgentEvent, position: Position, missed: boolean): void;
    /** The line is up; what comes now follows `position`. */
    connected(position: Position): void;
    /** The line is down, and will be tried again. */
    disconnected(): void;
    /** Events before the next one are lost: more passed than the agent keeps. */
    gap(): void;
}

export type OpenSocket = (url: string) => WebSocket;
export type Later = (ms: number, run: () => void) => () => void;

const retry_ms_least = 250;
const retry_ms_most = 4_000;

function isEvent(value: unknown): value is AgentEvent {
    const event = value as Partial<Record<string, unknown>> | null;
    return typeof event?.['type'] === 'string' && typeof event['run'] === 'string' && typeof event['position'] === 'number';
}

function read(text: unknown): AgentEvent | null {
    if (typeof text !== 'string') return null;
    try {
        const value: unknown = JSON.parse(text);
        return isEvent(value) ? value : null;
    } catch {
        return null; // not the agent's: the caller says so
    }
}

/** Follows the stream until the returned function is called, however often the line breaks. `from` is null for a screen
 *  that has no past: it gets what happens from now on. */
export function followEvents(
    url: string,
    from: Position | null,
    listener: EventListener,
    later: Later,
    open: OpenSocket = address => new WebSocket(address),
): () => void {
    let last = from;
    let socket: WebSocket | null = null;
    let stopRetry: (() => void) | null = null;
    let retry_ms = retry_ms_least;
    let newest_missed = 0;
    let ended = false;

    function take(event: AgentEvent): void {
        if (event.type === 'ready') {
            if (last === null) last = { run: event.run, position: event.position };
            else if (last.run !== event.run) last = { run: event.run, position: 0 };
            newest_missed = event.position;
            listener.connected(last);
        } else if (event.type !== 'reset' && last !== null && event.run === last.run && event.position > last.position) {
            if (event.position > last.position + 1) listener.gap();
            last = { run: event.run, position: event.position };
            listener.event(event, last, event.position <= newest_missed);
        }
    }

    function connect(): void {
        const query = last === null ? '' : `?run=${encodeURIComponent(last.run)}&after=${last.position}`;
        const mine = open(url + query);
        socket = mine;
        mine.onmessage = message => {
            if (ended) return;
            retry_ms = retry_ms_least;
            const event = read(message.data);
            if (event === null) console.error('event.malformed');
            else take(event);
        };
        mine.onclose = () => {
            if (ended) return;
            listener.disconnected();
            stopRetry = later(retry_ms, connect);
            retry_ms = Math.min(retry_ms * 2, retry_ms_most);
        };
    }

    connect();
    return () => {
        ended = true;
        stopRetry?.();
        socket?.close();
    };
}
