// What may happen to a return, and what becomes of it. Pure, as the sale's.
import type { Problem } from '../../api/answer';
import { isUnanswered } from '../../api/answer';
import type {
    GiftChoice,
    LocalText,
    MemberCard,
    Returned,
    ReturnPreview,
    TenderKind,
    TicketDetail,
    TicketKey,
} from '../../api/types';
import { piece } from '../sale/sale';
import type { Choice, Returning, ReturnPhase, TicketSummary } from './returning';
import { currentPreview, leftOf, mayConfirm, parseKey, returnRequest, sameKey } from './returning';

export type ReturningEvent =
    | { type: 'listed'; tickets: TicketSummary[] }
    /** A ticket's number or key, as it was scanned or typed. */
    | { type: 'find'; text: string }
    | { type: 'picked'; ticket: TicketKey }
    | { type: 'found'; detail: TicketDetail }
    | { type: 'find_failed'; problem: Problem }
    | { type: 'named'; sku: string; name: LocalText }
    | { type: 'member_known'; member: MemberCard }
    | { type: 'quantity'; line_no: number; quantity: number }
    /** One more piece of goods that were scanned. */
    | { type: 'product'; sku: string }
    | { type: 'everything' }
    | { type: 'selected'; line_no: number }
    | { type: 'gifts'; gifts: GiftChoice; approver_id: string }
    | { type: 'tender'; tender: TenderKind }
    | { type: 'previewed'; revision: number; preview: ReturnPreview }
    | { type: 'preview_failed'; revision: number; problem: Problem }
    /** What goes back may have changed, though nothing was chosen otherwise. */
    | { type: 'reprice' }
    | { type: 'confirm' }
    | { type: 'returned'; returned: Returned; at: number }
    | { type: 'return_failed'; problem: Problem; spare_return_id: string }
    /** To the search for another ticket. */
    | { type: 'back' };

type Finding = Extract<ReturnPhase, { at: 'finding' }>;

function own(code: string): Problem {
    return { code, title: '', status: 0 };
}

function finding(returning: Returning, phase: Finding): Returning {
    return { ...returning, phase, problem: null };
}

/** A number alone means a ticket of this device, so its tickets have to be here first. */
function lookUp(returning: Returning, phase: Finding, text: string): Returning {
    const number = text.trim();
    if (number === '') return returning;
    const known = phase.tickets?.find(one => one.key.ticket_id.toUpperCase() === number.toUpperCase());
    const key = parseKey(number) ?? known?.key ?? null;
    if (key !== null) return finding(returning, { ...phase, looking: null, wanted: key });
    if (phase.tickets === null) return finding(returning, { ...phase, looking: number });
    return { ...returning, phase: { ...phase, looking: null, wanted: null }, problem: own('ticket_unknown') };
}

/** What most of the money came by; what an exchange set off was none. */
function dearest(tenders: TicketDetail['tenders']): TenderKind {
    let kind: TenderKind = 'cash';
    let most = 0;
    for (const tender of tenders) {
        if (tender.kind === 'exchange' || tender.amount <= most) continue;
        kind = tender.kind;
        most = tender.amount;
    }
    return kind;
}

function chooseFrom(detail: TicketDetail): Choice {
    return {
        detail,
        names: {},
        member: null,
        quantities: {},
        selected_line: detail.left.find(line => line.left > 0)?.line_no ?? 0,
        gifts: 'ask',
        approver_id: '',
        tender: dearest(detail.tenders),
        revision: 0,
        preview: null,
    };
}

function find(returning: Returning, phase: Finding, event: ReturningEvent): Returning {
    switch (event.type) {
        case 'listed': {
            const here = { ...phase, tickets: event.tickets };
            const register_id = event.tickets[0]?.key.register_id ?? returning.register_id;
            const listed = { ...returning, register_id, phase: here };
            return phase.looking === null ? listed : lookUp(listed, here, phase.looking);
        }
        case 'find':
            return lookUp(returning, phase, event.text);
        case 'picked':
            return finding(returning, { ...phase, looking: null, wanted: event.ticket });
        case 'found':
            if (phase.wanted === null || !sameKey(phase.wanted, event.detail.ticket)) return returning;
            return { ...returning, problem: null, phase: { at: 'choosing', choice: chooseFrom(event.detail) } };
        case 'find_failed': {
            // What was not heard is asked again.
            const wanted = isUnanswered(event.problem) ? phase.wanted : null;
            return { ...returning, phase: { ...phase, wanted }, problem: event.problem };
        }
        default:
            return returning;
    }
}

function chosen(returning: Returning, choice: Choice, change: Partial<Choice>): Returning {
    return { ...returning, problem: null, phase: { at: 'choosing', choice: { ...choice, ...change } } };
}

/** Other goods: the old figures are none any more, and nothing is decided about gifts. */
function asked(returning: Returning, choice: Choice, quantities: Choice['quantities'], selected_line: number): Returning {
    const revision = choice.revision + 1;
    return chosen(returning, choice, { quantities, selected_line, gifts: 'ask', approver_id: '', revision });
}

function setQuantity(returning: Returning, choice: Choice, line_no: number, quantity: number): Returning {
    if (!Number.isSafeInteger(quantity)) return returning;
    const kept = Math.max(0, Math.min(quantity, leftOf(choice, line_no)));
    if (kept === (choice.quantities[line_no] ?? 0)) return chosen(returning, choice, { selected_line: line_no });
    return asked(returning, choice, { ...choice.quantities, [line_no]: kept }, line_no);
}

/** Goods of the line, also where they were exchanged since. */
function holds(choice: Choice, line_no: number, sku: string): boolean {
    const line = choice.detail.basket.lines.find(one => one.line_no === line_no);
    const left = choice.detail.left.find(one => one.line_no === line_no);
    return left?.skus?.some(goods => goods.sku === sku) ?? line?.sku === sku;
}

function addProduct(returning: Returning, choice: Choice, sku: string): Returning {
    const room = choice.detail.left.find(
        ({ line_no, left }) => holds(choice, line_no, sku) && left > (choice.quantities[line_no] ?? 0),
    );
    if (room === undefined) return { ...returning, problem: own('not_on_ticket') };
    const { line_no } = room;
    const weighed = choice.detail.basket.lines.find(line => line.line_no === line_no)?.weighed ?? false;
    // Nobody scans a part of what was weighed.
    const quantity = weighed ? room.left : (choice.quantities[line_no] ?? 0) + piece;
    return setQuantity(returning, choice, line_no, quantity);
}

/** Settles what was not heard; why the last booking was refused stays until a person changes something. */
function previewed(returning: Returning, choice: Choice, value: ReturnPreview): Returning {
    const { problem } = returning;
    const after = chosen(returning, choice, { preview: { revision: choice.revision, value } });
    return { ...after, problem: problem !== null && isUnanswered(problem) ? null : problem };
}

function choose(returning: Returning, choice: Choice, event: ReturningEvent): Returning {
    switch (event.type) {
        case 'named':
            return {
                ...returning,
                phase: { at: 'choosing', choice: { ...choice, names: { ...choice.names, [event.sku]: event.name } } },
            };
        case 'member_known':
            return { ...returning, phase: { at: 'choosing', choice: { ...choice, member: event.member } } };
        case 'quantity':
            return setQuantity(returning, choice, event.line_no, event.quantity);
        case 'product':
            return addProduct(returning, choice, event.sku);
        case 'everything': {
            const all = Object.fromEntries(choice.detail.left.map(({ line_no, left }) => [line_no, left]));
            return asked(returning, choice, all, choice.selected_line);
        }
        case 'selected':
            return chosen(returning, choice, { selected_line: event.line_no });
        case 'gifts':
            return chosen(returning, choice, {
                gifts: event.gifts,
                approver_id: event.approver_id,
                revision: choice.revision + 1,
            });
        case 'tender':
            return chosen(returning, choice, { tender: event.tender });
        case 'reprice':
            return chosen(returning, choice, { revision: choice.revision + 1 });
        case 'previewed':
            if (event.revision !== choice.revision) return returning;
            return previewed(returning, choice, event.preview);
        case 'preview_failed':
            return event.revision === choice.revision ? { ...returning, problem: event.problem } : returning;
        case 'confirm': {
            const preview = currentPreview(choice);
            const request = preview && mayConfirm(returning) ? returnRequest(returning, choice, preview) : null;
            return request === null ? returning : { ...returning, problem: null, phase: { at: 'booking', choice, request } };
        }
        case 'back':
            return finding(returning, { at: 'finding', tickets: null, looking: null, wanted: null });
        default:
            return returning;
    }
}

/** What was not heard is told again; what was refused goes back to the person, with fresh figures. */
function failed(returning: Returning, choice: Choice, problem: Problem, spare_return_id: string): Returning {
    if (isUnanswered(problem)) return { ...returning, problem };
    const taken = problem.code === 'ticket_id_reused' || problem.code === 'idempotency_key_reused';
    const again = chosen(returning, choice, { revision: choice.revision + 1 });
    return { ...again, return_id: taken ? spare_return_id : returning.return_id, problem };
}

export function reduceReturning(returning: Returning, event: ReturningEvent): Returning {
    const { phase } = returning;
    switch (phase.at) {
        case 'finding':
            return find(returning, phase, event);
        case 'choosing':
            return choose(returning, phase.choice, event);
        case 'booking':
            if (event.type === 'returned') {
                const { returned, at } = event;
                return { ...returning, problem: null, phase: { at: 'done', choice: phase.choice, returned, since: at } };
            }
            if (event.type !== 'return_failed') return returning;
            return failed(returning, phase.choice, event.problem, event.spare_return_id);
        case 'done':
            return returning;
    }
}
