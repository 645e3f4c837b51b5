// The API's shapes under short names. They are generated from docs/api/agent.openapi.yaml; nothing here is written by hand.
import type { components } from './generated/agent';

type Schemas = components['schemas'];

export type AgentEvent = Schemas['Event'];
export type Basket = Schemas['Basket'];
export type BasketLine = Schemas['BasketLine'];
export type Checkout = Schemas['Checkout'];
export type Committed = Schemas['Committed'];
export type Conflict = Schemas['Conflict'];
export type Coupon = Schemas['Coupon'];
export type Identified = Schemas['Identified'];
export type LocalText = Schemas['LocalText'];
export type MemberCard = Schemas['MemberCard'];
export type Product = Schemas['Product'];
export type Proof = Schemas['Proof'];
export type Quote = Schemas['Quote'];
export type QuoteAnswer = Schemas['QuoteAnswer'];
export type QuoteLine = Schemas['QuoteLine'];
export type Refusal = Schemas['Refusal'];
export type Status = Schemas['Status'];
export type Tender = Schemas['Tender'];
export type TenderKind = Tender['kind'];
