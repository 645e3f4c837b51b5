// The API's shapes under short names. They are generated from docs/api/agent.openapi.yaml; nothing here is written by hand.
import type { components } from './generated/agent';

type Schemas = components['schemas'];

export type AgentEvent = Schemas['Event'];
export type Basket = Schemas['Basket'];
export type BasketLine = Schemas['BasketLine'];
export type Card = Schemas['Card'];
export type Checkout = Schemas['Checkout'];
export type CommitRequest = Schemas['CommitRequest'];
export type Committed = Schemas['Committed'];
export type Conflict = Schemas['Conflict'];
export type Coupon = Schemas['Coupon'];
export type GiftChoice = Schemas['GiftChoice'];
export type Identified = Schemas['Identified'];
export type LocalText = Schemas['LocalText'];
export type MemberCard = Schemas['MemberCard'];
export type Product = Schemas['Product'];
export type Proof = Schemas['Proof'];
export type Quote = Schemas['Quote'];
export type QuoteAnswer = Schemas['QuoteAnswer'];
export type QuoteLine = Schemas['QuoteLine'];
export type Refusal = Schemas['Refusal'];
export type ReturnPreview = Schemas['ReturnPreview'];
export type ReturnPreviewRequest = Schemas['ReturnPreviewRequest'];
export type ReturnRequest = Schemas['ReturnRequest'];
export type Returned = Schemas['Returned'];
export type Status = Schemas['Status'];
export type Ticket = Schemas['Ticket'];
export type TicketDetail = Schemas['TicketDetail'];
export type TicketKey = Schemas['TicketKey'];
export type Tender = Schemas['Tender'];
/** Money; `exchange` sets a kept refund off, which screens do not. */
export type TenderKind = Exclude<Tender['kind'], 'exchange'>;
