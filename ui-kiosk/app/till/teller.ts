// Does what the till's state asks for: quotes, opens checkouts, commits, gives rights back. It keeps no plan of its own, so a
// page that was loaded anew goes on where the old one stopped: a commit is told again under its key until it is answered.
import type { Answer, Problem } from '../../api/answer';
import { isLockedOut, mayRepeat } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Later } from '../../api/events';
import type { Tender } from '../../api/types';
import { basketOf } from '../sale/sale';
import type { Store } from './store';
import type { Till, TillEvent } from './till';

export interface TellerPorts {
    api: AgentApi;
    later: Later;
    now: () => number;
    newTicketId: () => string;
    /** The agent does not know this browser (any more). */
    lockedOut: () => void;
}

const retry_ms_least = 250;
const retry_ms_most = 4_000;

type Work = 'quote' | 'open' | 'commit' | 'give_back';

export class Teller {
    private readonly busy = new Set<Work>();
    private readonly pauses = new Map<Work, number>();
    private failed_revision = -1;
    private locked = false;

    constructor(
        private readonly store: Store<Till, TillEvent>,
        private readonly ports: TellerPorts,
    ) {
        store.subscribe(() => this.look());
        this.look();
    }

    /** This browser was let in: what waited goes on. */
    letIn(): void {
        this.locked = false;
        this.look();
    }

    private look(): void {
        if (this.locked) return;
        const { sale, given_up } = this.store.get();
        const to_price = sale.phase.at === 'editing' && sale.lines.length > 0 && sale.priced?.revision !== sale.revision;
        if (to_price && this.failed_revision !== sale.revision) this.begin('quote', () => this.quote());
        if (sale.phase.at === 'opening') this.begin('open', () => this.open());
        if (sale.phase.at === 'committing') this.begin('commit', () => this.commit());
        if (given_up.length > 0) this.begin('give_back', () => this.giveBack());
    }

    /** One of a kind at a time; what has become of it, the state says. */
    private begin(work: Work, run: () => Promise<boolean>): void {
        if (this.busy.has(work)) return;
        this.busy.add(work);
        void run().then(heard => {
            if (heard) {
                this.pauses.delete(work);
                this.busy.delete(work);
                this.look();
                return;
            }
            const pause = this.pauses.get(work) ?? retry_ms_least;
            this.pauses.set(work, Math.min(pause * 2, retry_ms_most));
            this.ports.later(pause, () => {
                this.busy.delete(work);
                this.look();
            });
        });
    }

    /** True where the answer settles the matter; false where it has to be asked again. */
    private settles(answer: Answer<unknown>): boolean {
        if (answer.ok) return true;
        if (isLockedOut(answer.problem)) {
            this.locked = true;
            this.ports.lockedOut();
            return true;
        }
        return !mayRepeat(answer.problem);
    }

    private async quote(): Promise<boolean> {
        const { sale } = this.store.get();
        const { revision } = sale;
        const answer = await this.ports.api.quote(basketOf(sale));
        const settled = this.settles(answer);
        if (answer.ok) this.store.dispatch({ type: 'quoted', revision, answer: answer.value });
        else {
            // Refused once, refused again: it waits for a person to change the basket.
            if (settled && !isLockedOut(answer.problem)) this.failed_revision = revision;
            this.store.dispatch({ type: 'quote_failed', revision, problem: answer.problem });
        }
        return settled;
    }

    private async open(): Promise<boolean> {
        const { sale } = this.store.get();
        const { revision } = sale;
        const answer = await this.ports.api.openCheckout(basketOf(sale));
        const settled = this.settles(answer);
        if (answer.ok) this.store.dispatch({ type: 'opened', revision, checkout: answer.value, at: this.ports.now() });
        else this.store.dispatch({ type: 'open_failed', revision, ...this.failure(answer.problem) });
        return settled;
    }

    private async commit(): Promise<boolean> {
        const { sale } = this.store.get();
        if (sale.phase.at !== 'committing') return true;
        const { checkout } = sale.phase;
        const { due } = checkout.quote.totals;
        const tenders: Tender[] = due > 0 ? [{ kind: sale.tender, amount: due }] : [];
        const answer = await this.ports.api.commit(checkout.checkout_id, sale.ticket_id, checkout.quote.hash, tenders);
        const settled = this.settles(answer);
        if (answer.ok) this.store.dispatch({ type: 'committed', committed: answer.value, at: this.ports.now() });
        else this.store.dispatch({ type: 'commit_failed', ...this.failure(answer.problem) });
        return settled;
    }

    private failure(problem: Problem): { problem: Problem; spare_ticket_id: string } {
        return { problem, spare_ticket_id: this.ports.newTicketId() };
    }

    private async giveBack(): Promise<boolean> {
        const checkout_id = this.store.get().given_up[0];
        if (checkout_id === undefined) return true;
        const answer = await this.ports.api.cancel(checkout_id);
        const settled = this.settles(answer);
        // Refused means that it is over already, by itself or by a commit: nothing is held any more.
        if (settled && (answer.ok || !isLockedOut(answer.problem))) this.store.dispatch({ type: 'given_back', checkout_id });
        return settled;
    }
}
