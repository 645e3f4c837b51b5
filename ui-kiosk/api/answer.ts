// What a call comes back with: a value, or a problem that says what to do about it.

/** RFC 9457, as the agent answers it. `unreachable` and `timed_out` are this side's own codes: no answer was heard. */
export interface Problem {
    code: string;
    /** A sentence for the person at the screen, in the language that was asked for; empty where no answer was heard. */
    title: string;
    /** HTTP status; 0 where no answer was heard. */
    status: number;
    field?: string;
    detail?: string;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

const repeatable = new Set(['unreachable', 'timed_out', 'unavailable', 'too_many_connections', 'not_answered']);

/** True where the same request may be sent again as it is: nothing was heard, or the agent asks for it. */
export function mayRepeat(problem: Problem): boolean {
    return repeatable.has(problem.code);
}

/** True where this browser is not let in (any more). */
export function isLockedOut(problem: Problem): boolean {
    return problem.status === 401;
}

/** True where the question is still open: it is asked again, at once or when this browser is let in. */
export function isUnanswered(problem: Problem): boolean {
    return mayRepeat(problem) || isLockedOut(problem);
}
