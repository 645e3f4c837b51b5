// Keeps the desk's picture of the agent fresh: asks at intervals, and at once when an event says that something has changed.
import { isLockedOut } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Later } from '../../api/events';
import type { Store } from '../till/store';
import type { Desk, DeskEvent } from './desk';

const interval_ms = 5_000;
/** Events come in bursts; one look is enough for those of a blink. */
const burst_ms = 150;

export class StatusWatch {
    private asking = false;
    private again = false;
    private stopWaiting: (() => void) | null = null;

    constructor(
        private readonly desk: Store<Desk, DeskEvent>,
        private readonly api: AgentApi,
        private readonly later: Later,
        private readonly now: () => number,
    ) {}

    /** Something has changed, or it begins: look soon. */
    changed(): void {
        if (this.asking) this.again = true;
        else this.wait(burst_ms);
    }

    private wait(ms: number): void {
        this.stopWaiting?.();
        this.stopWaiting = this.later(ms, () => void this.ask());
    }

    private async ask(): Promise<void> {
        this.stopWaiting?.();
        this.asking = true;
        this.again = false;
        const answer = await this.api.status();
        this.asking = false;
        if (answer.ok) this.desk.dispatch({ type: 'status', status: answer.value, now: this.now() });
        else if (isLockedOut(answer.problem)) this.desk.dispatch({ type: 'locked_out' });
        else if (answer.problem.status === 0) this.desk.dispatch({ type: 'agent_down', now: this.now() });
        this.wait(this.again ? burst_ms : interval_ms);
    }
}
