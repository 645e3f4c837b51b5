// What the screen knows besides the till: its language, whether it is let in, and how the agent stands. Not kept over a reload.
import type { Status } from '../../api/types';
import type { Language } from '../text/language';

export interface Desk {
    language: Language;
    /** Whether the agent knows this browser; null while it has not said. */
    let_in: boolean | null;
    /** Why the last code did not let it in. */
    not_let_in: 'wrong' | 'unreachable' | null;
    /** Whether the agent answers; null while it has not had the time to. */
    agent_up: boolean | null;
    /** Whether its events come here: without them, no scan does. */
    listening: boolean;
    status: Status | null;
    /** Epoch ms at which `status` came. */
    status_at: number;
    /** Epoch ms of the last look at the clock. */
    now: number;
    details_open: boolean;
}

export type DeskEvent =
    | { type: 'language'; language: Language }
    | { type: 'let_in' }
    | { type: 'locked_out' }
    | { type: 'not_let_in'; why: 'wrong' | 'unreachable' }
    | { type: 'status'; status: Status; now: number }
    | { type: 'agent_down'; now: number }
    | { type: 'listening'; listening: boolean }
    | { type: 'details'; open: boolean };

export function newDesk(language: Language): Desk {
    return {
        language,
        let_in: null,
        not_let_in: null,
        agent_up: null,
        listening: false,
        status: null,
        status_at: 0,
        now: 0,
        details_open: false,
    };
}

export function reduceDesk(desk: Desk, event: DeskEvent): Desk {
    switch (event.type) {
        case 'language':
            return { ...desk, language: event.language };
        case 'let_in':
            return { ...desk, let_in: true, not_let_in: null };
        case 'locked_out':
            return { ...desk, let_in: false };
        case 'not_let_in':
            return { ...desk, not_let_in: event.why };
        case 'status':
            return { ...desk, let_in: true, agent_up: true, status: event.status, status_at: event.now, now: event.now };
        case 'agent_down':
            return { ...desk, agent_up: false, now: event.now };
        case 'listening':
            return { ...desk, listening: event.listening, agent_up: event.listening || desk.agent_up };
        case 'details':
            return { ...desk, details_open: event.open };
    }
}

/** Ms since HQ was last heard, as of `desk.now`; null where it never was or nothing is known. */
export function dataAge(desk: Desk): number | null {
    if (desk.status === null || desk.status.data_age < 0) return null;
    return desk.status.data_age + Math.max(0, desk.now - desk.status_at);
}
