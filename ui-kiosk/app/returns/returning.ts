// Goods that come back, as a value: which ticket, which of its lines, what goes back for them. It is kept with the till over a
// reload of the page, so it holds nothing but plain data.
import type { Problem } from '../../api/answer';
import type {
    GiftChoice,
    LocalText,
    MemberCard,
    Returned,
    ReturnPreview,
    ReturnPreviewRequest,
    ReturnRequest,
    Tender,
    TenderKind,
    Ticket,
    TicketDetail,
    TicketKey,
} from '../../api/types';

/** A sale of this device, as far as a person tells it from others. */
export interface TicketSummary {
    key: TicketKey;
    /** Epoch ms. */
    at: number;
    due: number;
}

export interface Choice {
    detail: TicketDetail;
    /** By SKU, as the price file has them. */
    names: Record<string, LocalText>;
    /** Whose ticket it is; null while that is not known, or for ever. */
    member: MemberCard | null;
    /** What comes back, in thousandths, by the line's number. */
    quantities: Record<number, number>;
    /** The line that the keys are about. */
    selected_line: number;
    /** What becomes of gifts that stay with the customer; `waive` is the word of `approver_id`. */
    gifts: GiftChoice;
    approver_id: string;
    /** How the money goes back. */
    tender: TenderKind;
    /** Rises with everything that changes what goes back. */
    revision: number;
    preview: { revision: number; value: ReturnPreview } | null;
}

export type ReturnPhase =
    /** `tickets` is null until they are here; `looking` waits for them; `wanted` is being asked for. */
    | { at: 'finding'; tickets: TicketSummary[] | null; looking: string | null; wanted: TicketKey | null }
    | { at: 'choosing'; choice: Choice }
    /** To be booked, and told to the agent until it has answered: nobody knows meanwhile if it is. */
    | { at: 'booking'; choice: Choice; request: ReturnRequest }
    | { at: 'done'; choice: Choice; returned: Returned; since: number };

export interface Returning {
    /** The return's own number: key of what is booked, so that it may be told again. */
    return_id: string;
    /** The store of this device, its register as its last sale had it, and its day. */
    store_id: string;
    register_id: string;
    business_day: string;
    problem: Problem | null;
    phase: ReturnPhase;
}

export function newReturning(return_id: string, store_id: string, business_day: string): Returning {
    const phase: ReturnPhase = { at: 'finding', tickets: null, looking: null, wanted: null };
    return { return_id, store_id, register_id: '', business_day, problem: null, phase };
}

export function summaryOf({ ticket, at, quote }: Ticket): TicketSummary {
    return { key: ticket, at, due: quote.totals.due };
}

/** "S001/R01/2026-03-02/T-1001", as it stands on receipts; null for a number alone. */
export function parseKey(text: string): TicketKey | null {
    const match = /^([\w.:-]+)\/([\w.:-]+)\/(\d{4}-\d\d-\d\d)\/([\w.:-]+)$/.exec(text.trim());
    const [, store_id, register_id, business_day, ticket_id] = match ?? [];
    if (!store_id || !register_id || !business_day || !ticket_id) return null;
    return { store_id, register_id, business_day, ticket_id };
}

export function sameKey(one: TicketKey, other: TicketKey): boolean {
    return (
        one.store_id === other.store_id &&
        one.register_id === other.register_id &&
        one.business_day === other.business_day &&
        one.ticket_id === other.ticket_id
    );
}

export function leftOf(choice: Choice, line_no: number): number {
    return choice.detail.left.find(line => line.line_no === line_no)?.left ?? 0;
}

/** The lines that were asked for, in the ticket's order. */
export function linesOf(choice: Choice): NonNullable<ReturnPreviewRequest['lines']> {
    return choice.detail.left
        .map(({ line_no }) => ({ line_no, quantity: choice.quantities[line_no] ?? 0 }))
        .filter(line => line.quantity > 0);
}

/** What the preview is asked with; null while there is nothing to ask. */
export function previewRequest(choice: Choice): ReturnPreviewRequest | null {
    const lines = linesOf(choice);
    if (lines.length === 0 || (choice.gifts === 'waive' && choice.approver_id === '')) return null;
    const request: ReturnPreviewRequest = { ticket: choice.detail.ticket, lines, voided: false, gifts: choice.gifts };
    if (choice.gifts === 'waive') request.approver_id = choice.approver_id;
    return request;
}

/** The preview of the choice as it stands; null while it is being made. */
export function currentPreview(choice: Choice): ReturnPreview | null {
    return choice.preview?.revision === choice.revision ? choice.preview.value : null;
}

export function mayConfirm({ phase }: Returning): boolean {
    if (phase.at !== 'choosing') return false;
    const preview = currentPreview(phase.choice);
    return preview !== null && preview.gift_missing === undefined;
}

/** What is booked where a person confirms `preview`: the money that they saw, and no other. */
export function returnRequest(returning: Returning, choice: Choice, preview: ReturnPreview): ReturnRequest | null {
    const asked = previewRequest(choice);
    if (asked === null) return null;
    const { store_id, business_day, return_id } = returning;
    const register_id = returning.register_id || choice.detail.ticket.register_id;
    const refunds: Tender[] = preview.refund > 0 ? [{ kind: choice.tender, amount: preview.refund }] : [];
    return { ...asked, return_key: { store_id, register_id, business_day, ticket_id: return_id }, refunds };
}

/** Whether the return can be left: nobody waits for an answer about money. */
export function mayLeave({ phase }: Returning): boolean {
    return phase.at !== 'booking';
}
