// Calls that a state asks for: one of a kind at a time, again after a pause where nothing was heard, none while this browser is
// not let in.
import type { Answer } from '../../api/answer';
import { isLockedOut, mayRepeat } from '../../api/answer';
import type { Later } from '../../api/events';

const retry_ms_least = 250;
const retry_ms_most = 4_000;

export class Errands<Work extends string> {
    private readonly busy = new Set<Work>();
    private readonly pauses = new Map<Work, number>();
    private locked = false;

    /** `look` begins what the state asks for; it is called again after each. */
    constructor(
        private readonly later: Later,
        private readonly lockedOut: () => void,
        private readonly look: () => void,
    ) {}

    get isLocked(): boolean {
        return this.locked;
    }

    /** This browser was let in: what waited goes on. */
    letIn(): void {
        this.locked = false;
        this.look();
    }

    /** One of a kind at a time; what has become of it, the state says. `run` answers whether the matter is settled. */
    begin(work: Work, run: () => Promise<boolean>): void {
        if (this.busy.has(work)) return;
        this.busy.add(work);
        void run().then(settled => {
            if (settled) {
                this.pauses.delete(work);
                this.busy.delete(work);
                this.look();
                return;
            }
            const pause = this.pauses.get(work) ?? retry_ms_least;
            this.pauses.set(work, Math.min(pause * 2, retry_ms_most));
            this.later(pause, () => {
                this.busy.delete(work);
                this.look();
            });
        });
    }

    /** True where the answer settles the matter; false where it has to be asked again. */
    settles(answer: Answer<unknown>): boolean {
        if (answer.ok) return true;
        if (isLockedOut(answer.problem)) {
            this.locked = true;
            this.lockedOut();
            return true;
        }
        return !mayRepeat(answer.problem);
    }
}
