// Does what a return asks for, as the teller does for a sale: finds the ticket, asks what would go back, books it. The booking is
// told under the return's own key until it is answered, also by a page that was loaded anew.
import { isLockedOut } from '../../api/answer';
import type { Answer } from '../../api/answer';
import type { AgentApi } from '../../api/client';
import type { Later } from '../../api/events';
import type { ReturningEvent } from '../returns/reduce';
import type { Choice, Returning } from '../returns/returning';
import { previewRequest, summaryOf } from '../returns/returning';
import { Errands } from './errands';
import type { Store } from './store';
import type { Till, TillEvent } from './till';

export interface ReturnTellerPorts {
    api: AgentApi;
    later: Later;
    now: () => number;
    newReturnId: () => string;
    lockedOut: () => void;
}

/** As many of this device's tickets as a call may ask for. */
const tickets_most = 200;

export class ReturnTeller {
    private readonly errands: Errands<'list' | 'find' | 'name' | 'member' | 'preview' | 'book'>;
    /** What was refused once is not asked for again: the choice that was refused, products and members that nobody knows. */
    private refused = '';
    private readonly unknown = new Set<string>();

    constructor(
        private readonly store: Store<Till, TillEvent>,
        private readonly ports: ReturnTellerPorts,
    ) {
        this.errands = new Errands(ports.later, ports.lockedOut, () => this.look());
        store.subscribe(() => this.look());
        this.look();
    }

    letIn(): void {
        this.errands.letIn();
    }

    private look(): void {
        const { returning } = this.store.get();
        if (this.errands.isLocked || returning === null) return;
        const { phase } = returning;
        if (phase.at === 'finding') {
            this.refused = '';
            if (phase.tickets === null) this.errands.begin('list', () => this.list());
            if (phase.wanted !== null) this.errands.begin('find', () => this.find());
        } else if (phase.at === 'choosing') this.lookAtChoice(returning, phase.choice);
        else if (phase.at === 'booking') this.errands.begin('book', () => this.book());
    }

    private lookAtChoice(returning: Returning, choice: Choice): void {
        const stale = choice.preview?.revision !== choice.revision && previewRequest(choice) !== null;
        if (stale && this.refused !== nameOf(returning, choice)) this.errands.begin('preview', () => this.preview());
        const sku = choice.detail.basket.lines.find(
            line => line.sku && !choice.names[line.sku] && !this.unknown.has(line.sku),
        )?.sku;
        if (sku) this.errands.begin('name', () => this.name(sku));
        const { member_id } = choice.detail.basket;
        if (member_id && choice.member === null && !this.unknown.has(member_id))
            this.errands.begin('member', () => this.member(member_id));
    }

    private tell(event: ReturningEvent): void {
        this.store.dispatch({ type: 'returning', event });
    }

    /** Of something that the return can do without: what cannot be had is not asked for again. */
    private optional(id: string, answer: Answer<unknown>): boolean {
        const settled = this.errands.settles(answer);
        if (settled && !answer.ok && !isLockedOut(answer.problem)) this.unknown.add(id);
        return settled;
    }

    private async list(): Promise<boolean> {
        const answer = await this.ports.api.tickets(tickets_most);
        const settled = this.errands.settles(answer);
        if (answer.ok) this.tell({ type: 'listed', tickets: answer.value.tickets.map(summaryOf) });
        else if (settled && !isLockedOut(answer.problem)) this.tell({ type: 'listed', tickets: [] });
        return settled;
    }

    private async find(): Promise<boolean> {
        const phase = this.store.get().returning?.phase;
        if (phase?.at !== 'finding' || phase.wanted === null) return true;
        const answer = await this.ports.api.ticket(phase.wanted);
        const settled = this.errands.settles(answer);
        if (answer.ok) this.tell({ type: 'found', detail: answer.value });
        else this.tell({ type: 'find_failed', problem: answer.problem });
        return settled;
    }

    private async name(sku: string): Promise<boolean> {
        const answer = await this.ports.api.product(sku);
        const product = answer.ok ? answer.value.products.find(one => one.sku === sku) : undefined;
        if (product) this.tell({ type: 'named', sku, name: product.name });
        else if (answer.ok) this.unknown.add(sku);
        return this.optional(sku, answer);
    }

    private async member(member_id: string): Promise<boolean> {
        const answer = await this.ports.api.member(member_id);
        // Two accounts may be one by now: the answer is then another member's.
        if (answer.ok) this.tell({ type: 'member_known', member: answer.value });
        return this.optional(member_id, answer);
    }

    private async preview(): Promise<boolean> {
        const { returning } = this.store.get();
        if (returning?.phase.at !== 'choosing') return true;
        const { choice } = returning.phase;
        const request = previewRequest(choice);
        if (request === null) return true;
        const { revision } = choice;
        const answer = await this.ports.api.previewReturn(request);
        const settled = this.errands.settles(answer);
        if (answer.ok) this.tell({ type: 'previewed', revision, preview: answer.value });
        else {
            if (settled && !isLockedOut(answer.problem)) this.refused = nameOf(returning, choice);
            this.tell({ type: 'preview_failed', revision, problem: answer.problem });
        }
        return settled;
    }

    private async book(): Promise<boolean> {
        const { returning } = this.store.get();
        if (returning?.phase.at !== 'booking') return true;
        const { request } = returning.phase;
        const answer = await this.ports.api.takeReturn(request.return_key.ticket_id, request);
        const settled = this.errands.settles(answer);
        if (answer.ok) this.tell({ type: 'returned', returned: answer.value, at: this.ports.now() });
        else this.tell({ type: 'return_failed', problem: answer.problem, spare_return_id: this.ports.newReturnId() });
        return settled;
    }
}

/** Tells one choice from every other. */
function nameOf(returning: Returning, { detail, revision }: Choice): string {
    return JSON.stringify([returning.return_id, detail.ticket, revision]);
}
