// Does what the till's state asks for: quotes, opens checkouts, commits, gives rights back. It keeps no plan of its own, so a
// page that was loaded anew goes on where the old one stopped: a commit is told again under its key until it is answered.
import type { Problem } from '../../api/answer';
import { isLockedOut } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Later } from '../../api/events';
import type { CommitRequest, Tender } from '../../api/types';
import { basketOf, roundingOf, toTake } from '../sale/sale';
import { Errands } from './errands';
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

export class Teller {
    private readonly errands: Errands<'quote' | 'open' | 'commit' | 'give_back'>;
    private failed_revision = -1;

    constructor(
        private readonly store: Store<Till, TillEvent>,
        private readonly ports: TellerPorts,
    ) {
        this.errands = new Errands(ports.later, ports.lockedOut, () => this.look());
        store.subscribe(() => this.look());
        this.look();
    }

    /** This browser was let in: what waited goes on. */
    letIn(): void {
        this.errands.letIn();
    }

    private look(): void {
        if (this.errands.isLocked) return;
        const { sale, given_up } = this.store.get();
        const to_price = sale.phase.at === 'editing' && sale.lines.length > 0 && sale.priced?.revision !== sale.revision;
        if (to_price && this.failed_revision !== sale.revision) this.errands.begin('quote', () => this.quote());
        if (sale.phase.at === 'opening') this.errands.begin('open', () => this.open());
        if (sale.phase.at === 'committing') this.errands.begin('commit', () => this.commit());
        if (given_up.length > 0) this.errands.begin('give_back', () => this.giveBack());
    }

    private async quote(): Promise<boolean> {
        const { sale } = this.store.get();
        const { revision } = sale;
        const answer = await this.ports.api.quote(basketOf(sale));
        const settled = this.errands.settles(answer);
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
        const settled = this.errands.settles(answer);
        if (answer.ok) this.store.dispatch({ type: 'opened', revision, checkout: answer.value, at: this.ports.now() });
        else this.store.dispatch({ type: 'open_failed', revision, ...this.failure(answer.problem) });
        return settled;
    }

    private async commit(): Promise<boolean> {
        const { sale } = this.store.get();
        if (sale.phase.at !== 'committing') return true;
        const { checkout } = sale.phase;
        const due = toTake(sale);
        const tenders: Tender[] = due > 0 ? [{ kind: sale.tender, amount: due }] : [];
        const request: CommitRequest = { quote_hash: checkout.quote.hash, tenders };
        if (sale.rounds) request.rounding = roundingOf(sale);
        const answer = await this.ports.api.commit(checkout.checkout_id, sale.ticket_id, request);
        const settled = this.errands.settles(answer);
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
        const settled = this.errands.settles(answer);
        // Refused means that it is over already, by itself or by a commit: nothing is held any more.
        if (settled && (answer.ok || !isLockedOut(answer.problem))) this.store.dispatch({ type: 'given_back', checkout_id });
        return settled;
    }
}
