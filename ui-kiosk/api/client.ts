// Every call to the agent. All of them are bounded in time; none throws.
import createClient from 'openapi-fetch';
import type { Answer, Problem } from './answer';
import type { paths } from './generated/agent';
import type {
    Basket,
    Checkout,
    Committed,
    CommitRequest,
    Identified,
    MemberCard,
    Product,
    QuoteAnswer,
    Returned,
    ReturnPreview,
    ReturnPreviewRequest,
    ReturnRequest,
    Status,
    Ticket,
    TicketDetail,
    TicketKey,
} from './types';

const patience_ms = 10_000;
/** HQ is asked for the rights meanwhile, for 3.5 s at most; then the disk has its turn. */
const checkout_patience_ms = 20_000;

export interface AgentApi {
    identify(scan: string): Promise<Answer<Identified>>;
    member(id: string): Promise<Answer<MemberCard>>;
    quote(basket: Basket): Promise<Answer<QuoteAnswer>>;
    openCheckout(basket: Basket): Promise<Answer<Checkout>>;
    commit(checkout_id: string, key: string, request: CommitRequest): Promise<Answer<Committed>>;
    cancel(checkout_id: string): Promise<Answer<Checkout>>;
    /** What this device sold, newest first. */
    tickets(limit: number): Promise<Answer<{ tickets: Ticket[] }>>;
    ticket(key: TicketKey): Promise<Answer<TicketDetail>>;
    /** A product alone, or none. */
    product(sku: string): Promise<Answer<{ products: Product[] }>>;
    previewReturn(request: ReturnPreviewRequest): Promise<Answer<ReturnPreview>>;
    takeReturn(key: string, request: ReturnRequest): Promise<Answer<Returned>>;
    status(): Promise<Answer<Status>>;
    /** Exchanges the one-time code that `counterfoil screen` printed for this browser's cookie. */
    letIn(code: string): Promise<Answer<undefined>>;
}

interface Fetched {
    data?: unknown;
    error?: unknown;
    response: Response;
}

function textOf(source: object, name: string): string {
    const value: unknown = (source as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : '';
}

function problemOf(status: number, body: unknown): Problem {
    if (typeof body !== 'object' || body === null || textOf(body, 'code') === '')
        return { code: 'answer_malformed', title: '', status };
    const problem: Problem = { code: textOf(body, 'code'), title: textOf(body, 'title'), status };
    if (textOf(body, 'field')) problem.field = textOf(body, 'field');
    if (textOf(body, 'detail')) problem.detail = textOf(body, 'detail');
    return problem;
}

/** Hears one call out. The type of a success is the one that the description gives for the call. */
async function hear<T>(call: Promise<Fetched>): Promise<Answer<T>> {
    try {
        const { data, error, response } = await call;
        if (response.ok) return { ok: true, value: data as T };
        return { ok: false, problem: problemOf(response.status, error) };
    } catch (caught) {
        const timed_out = caught instanceof DOMException && caught.name === 'TimeoutError';
        return { ok: false, problem: { code: timed_out ? 'timed_out' : 'unreachable', title: '', status: 0 } };
    }
}

/** `language` is asked for with every call, so that problems come in what the screen shows now. */
export function connectApi(origin: string, language: () => string): AgentApi {
    const client = createClient<paths>({ baseUrl: origin, credentials: 'same-origin', cache: 'no-store' });
    client.use({
        onRequest({ request }) {
            request.headers.set('Accept-Language', language());
            return request;
        },
    });
    const within = (ms: number) => AbortSignal.timeout(ms);
    return {
        identify: scan => hear(client.POST('/v1/identify', { body: { scan }, signal: within(patience_ms) })),
        member: member_id =>
            hear(client.GET('/v1/members/{member_id}', { params: { path: { member_id } }, signal: within(patience_ms) })),
        quote: basket => hear(client.POST('/v1/quotes', { body: { basket }, signal: within(patience_ms) })),
        openCheckout: basket =>
            hear(client.POST('/v1/checkouts', { body: { basket }, signal: within(checkout_patience_ms) })),
        commit: (checkout_id, key, request) =>
            hear(
                client.POST('/v1/checkouts/{checkout_id}/commit', {
                    params: { path: { checkout_id }, header: { 'Idempotency-Key': key } },
                    body: request,
                    signal: within(checkout_patience_ms),
                }),
            ),
        cancel: checkout_id =>
            hear(
                client.DELETE('/v1/checkouts/{checkout_id}', {
                    params: { path: { checkout_id } },
                    signal: within(patience_ms),
                }),
            ),
        tickets: limit => hear(client.GET('/v1/tickets', { params: { query: { limit } }, signal: within(patience_ms) })),
        ticket: key =>
            hear(
                client.GET('/v1/tickets/{store_id}/{register_id}/{business_day}/{ticket_id}', {
                    params: { path: key },
                    signal: within(checkout_patience_ms),
                }),
            ),
        product: sku => hear(client.GET('/v1/products', { params: { query: { q: sku } }, signal: within(patience_ms) })),
        previewReturn: request =>
            hear(client.POST('/v1/returns/preview', { body: request, signal: within(checkout_patience_ms) })),
        takeReturn: (key, request) =>
            hear(
                client.POST('/v1/returns', {
                    params: { header: { 'Idempotency-Key': key } },
                    body: request,
                    signal: within(checkout_patience_ms),
                }),
            ),
        status: () => hear(client.GET('/v1/status', { signal: within(patience_ms) })),
        letIn: code => hear(client.POST('/v1/screens/sessions', { body: { code }, signal: within(patience_ms) })),
    };
}
