// What HQ knows in these tests besides the demo data: members with known rights, so that no test lives on another's leavings.
import type { Language } from '../../../app/text/language';

/** The first product of the demo data: 12.00 a piece. */
export const tea = { sku: 'SKU00001', gtin: '2000000000015' };
/** 4.50 a piece. */
export const oolong = { sku: 'SKU00002', gtin: '2000000000022' };
/** 3.10 a piece. */
export const soda = { sku: 'SKU00003', gtin: '2000000000039' };
/** Sold by weight. */
export const apples = { sku: 'SKU00017', gtin: '2000000000176' };

/** The GTIN of the demo data's products, by their number. */
function gtinOf(number: number): string {
    const digits = `200000000${String(number).padStart(3, '0')}`;
    const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
    return digits + String((10 - (sum % 10)) % 10);
}

export interface Person {
    member_id: string;
    name: string;
    code: string;
    card: string;
    /** 20 off from 100; may be redeemed at risk. */
    amount_off: string;
    /** 10 % off; only under a hold. */
    percent_off: string;
}

const people_count = 40;
const issued_at = 1_767_225_600_000;
const valid_until = 2_082_585_600_000;

/** Gold (10 % off, 3,000 points), with one coupon of either kind; each test takes its own. */
export function person(number: number): Person {
    if (number < 1 || number > people_count) throw new Error(`there are ${people_count} people, not ${number}`);
    const tail = String(number).padStart(4, '0');
    return {
        member_id: `T${tail}`,
        name: `测试${tail}`,
        code: `CFM-T-${tail}`,
        card: `CFK-T-${tail}`,
        amount_off: `CT${tail}A`,
        percent_off: `CT${tail}P`,
    };
}

/** Whose rights end with the account: scanning the code is refused. */
export const erased = { member_id: 'TGONE', code: 'CFM-T-GONE' };
export const frozen = { member_id: 'TCOLD', code: 'CFM-T-COLD', name: '测试冻结' };
/** Has a coupon of every kind that belongs to a member. */
export const collector = { member_id: 'TALL', code: 'CFM-T-ALL', name: '测试全券' };
/** Has what the others have not: a benefit card for drinks, stamps beside the points, a coupon for double points. */
export const regular = {
    member_id: 'TREG',
    code: 'CFM-T-REG',
    name: '测试常客',
    card_id: 'KTREG',
    double_points: 'CTREGD',
    stamps: 40,
};
/** One more such card, for a test of its own. */
export const other_regular = {
    ...regular,
    member_id: 'TREG2',
    code: 'CFM-T-REG2',
    card_id: 'KTREG2',
    double_points: 'CTREG2D',
};
/** Each has a coupon that gives a piece of oolong from 100.00 of tea on. */
export const gift_buyer = [
    { member_id: 'TGIFT1', code: 'CFM-T-GIFT1', name: '测试赠一', coupon_id: 'CTGIFT1' },
    { member_id: 'TGIFT2', code: 'CFM-T-GIFT2', name: '测试赠二', coupon_id: 'CTGIFT2' },
] as const;
const gift_template = {
    kind: 'template',
    template_id: 'TPL-T-GIFT',
    template_kind: 'gift',
    name: { zh: '满100赠乌龙茶', en: 'Oolong tea free from 100' },
    skus: [oolong.sku],
    min_spend: 10000,
    valid_from: issued_at,
};
const every_template = ['20-OFF-100', '10-PERCENT', '50-OFF-299', 'DRINKS-20', 'THREE-15', 'GOLD-30', 'LIST-60'];
/** Goods of many kinds, weighed ones among them. */
export const variety = Array.from({ length: 20 }, (_, at) => ({
    sku: `SKU000${String(at + 1).padStart(2, '0')}`,
    gtin: gtinOf(at + 1),
}));
/** Of the demo data's other issuer. */
export const issuer_code = 'LS000001';
export const bearer_coupon = { coupon_id: 'CTBEARER', code: 'CFC-T-BEARER', saves: 500 };

function coupon(coupon_id: string, template_id: string, member_id?: string): object {
    const owner = member_id === undefined ? {} : { member_id };
    const code = coupon_id === bearer_coupon.coupon_id ? bearer_coupon.code : `CFC-T-${coupon_id}`;
    return { kind: 'coupon', coupon_id, code, template_id, issued_at, valid_from: issued_at, valid_until, ...owner };
}

function member(member_id: string, name: string, code: string, more: object): object {
    return {
        kind: 'member',
        member_id,
        name,
        tier: 'gold',
        home_store: 'S001',
        identities: [{ kind: 'member_code', value: code }],
        ...more,
    };
}

function regularRows(one: typeof regular): object[] {
    const lot = { available_at: issued_at, expires_at: valid_until };
    const lots = [
        { lot_id: `${one.member_id}-1`, amount: 3000, ...lot },
        { lot_id: `${one.member_id}-S`, amount: one.stamps, purse_id: 'stamps', ...lot },
    ];
    return [
        member(one.member_id, one.name, one.code, { lots }),
        { kind: 'card', card_id: one.card_id, card_type_id: 'DRINKS-TEN', member_id: one.member_id, issued_at },
        coupon(one.double_points, 'TPL-DOUBLE', one.member_id),
    ];
}

/** The demo data's rules, with limits for refunds out of HQ's reach and for what is rounded off. */
export function rulesOf(demo: string): string {
    const rules = JSON.parse(demo) as { risk: object };
    return JSON.stringify({ ...rules, rounding_max: 50, risk: { ...rules.risk, return_max: 20000 } }) + '\n';
}

/** Rows for `counterfoil-hq import`. */
export function worldRows(): string {
    const rows: object[] = [
        member(erased.member_id, '', erased.code, { state: 'erased' }),
        member(frozen.member_id, frozen.name, frozen.code, { state: 'frozen' }),
        member(collector.member_id, collector.name, collector.code, {
            lots: [{ lot_id: 'TALL-1', amount: 123456, available_at: issued_at, expires_at: valid_until }],
        }),
        ...[regular, other_regular].flatMap(regularRows),
        gift_template,
        ...gift_buyer.flatMap(({ member_id, name, code, coupon_id }) => [
            member(member_id, name, code, {}),
            coupon(coupon_id, gift_template.template_id, member_id),
        ]),
        ...every_template.map((name, at) => coupon(`CTALL${at}`, `TPL-${name}`, collector.member_id)),
        coupon(bearer_coupon.coupon_id, 'TPL-5-OFF'),
    ];
    for (let number = 1; number <= people_count; ++number) {
        const one = person(number);
        const identities = [
            { kind: 'member_code', value: one.code },
            { kind: 'card_no', value: one.card },
        ];
        const lot = { lot_id: `${one.member_id}-1`, amount: 3000, available_at: issued_at, expires_at: valid_until };
        rows.push(
            member(one.member_id, one.name, one.code, { identities, lots: [lot] }),
            coupon(one.amount_off, 'TPL-20-OFF-100', one.member_id),
            coupon(one.percent_off, 'TPL-10-PERCENT', one.member_id),
        );
    }
    return rows.map(row => JSON.stringify(row) + '\n').join('');
}

/** Names of what not everybody has. */
export const special_names: Record<Language, { card: string; stamps: string; live: string }> = {
    'zh-CN': { card: '十次饮品八折卡', stamps: '印花', live: '直播间满50减10' },
    'en': { card: 'Ten times 20 % off drinks', stamps: 'Stamps', live: '10 off from 50, live stream' },
};

/** Names as the demo data give them. */
export const names: Record<Language, { amount_off: string; percent_off: string; tea: string; gold: string }> = {
    'zh-CN': { amount_off: '满100减20', percent_off: '九折券', tea: '原味绿茶', gold: '金卡' },
    'en': { amount_off: '20 off from 100', percent_off: '10 % off, at most 50', tea: 'Plain green tea', gold: 'Gold' },
};
