// Brings codes that are typed into the till, one after the other, so that a basket has the order in which they were entered.
import { isLockedOut } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Store } from './store';
import type { Scan, Till, TillEvent } from './till';

export interface TypistPorts {
    api: AgentApi;
    newTicketId: () => string;
    /** The agent does not know this browser (any more). */
    lockedOut: () => void;
}

/** How many times the next product is taken, null where nothing was said of it; and a code, empty where there is none. */
export interface Typed {
    times: number | null;
    code: string;
}

/** "3*6901234567892", "3*", or just a code. */
export function parseTyped(text: string): Typed {
    const match = /^([1-9]\d{0,2})[*×](.*)$/.exec(text.trim());
    if (match === null) return { times: null, code: text.trim() };
    return { times: Number(match[1]), code: (match[2] ?? '').trim() };
}

export class Typist {
    private last = Promise.resolve();
    private waiting = 0;

    constructor(
        private readonly store: Store<Till, TillEvent>,
        private readonly ports: TypistPorts,
    ) {}

    /** True while it is not known yet what the last code means: it is part of what is to be paid for. */
    get isBusy(): boolean {
        return this.waiting > 0;
    }

    enter(text: string): void {
        ++this.waiting;
        this.last = this.last.then(() => this.take(parseTyped(text))).finally(() => --this.waiting);
    }

    private async take({ times, code }: Typed): Promise<void> {
        if (code === '') {
            if (times !== null) this.scanned({ times });
            return;
        }
        const answer = await this.ports.api.identify(code);
        if (answer.ok) {
            // Only now, so that they are about this code and no other.
            if (times !== null && answer.value.product) this.scanned({ times });
            this.scanned(answer.value);
        } else if (isLockedOut(answer.problem)) this.ports.lockedOut();
        else if (answer.problem.status === 0)
            this.store.dispatch({ type: 'notice', tone: 'error', code: 'not_heard', value: code });
        else this.scanned({ refused: answer.problem.code });
    }

    private scanned(scan: Scan): void {
        this.store.dispatch({ type: 'scanned', scan, spare_ticket_id: this.ports.newTicketId() });
    }
}
