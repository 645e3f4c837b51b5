// What the member may redeem: what is used and saves how much, what is not used and why, and what is at risk.
import type { Coupon, Quote, Refusal } from '../../api/types';
import { Badge, Button } from '../design/parts';
import type { Act } from '../act';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { knownCoupons, shownQuote } from '../sale/sale';
import type { Words } from '../text/language';

interface Props {
    sale: Sale;
    words: Words;
    act: Act;
}

export function reasonOf(reason: Refusal, words: Words): string {
    return (words.language === 'en' ? reason.en : reason.zh) || reason.code;
}

/** Where the right stands, as far as a cashier has to know: safe without a network, at risk, or in another's hands. */
function RightBadge({ coupon, at_risk, words }: { coupon: Coupon; at_risk: boolean; words: Words }) {
    const { t } = words;
    if (at_risk)
        return (
            <Badge tone="risk" icon="warning">
                {t('right.risk')}
            </Badge>
        );
    switch (coupon.right) {
        case 'held':
        case 'pass':
            return (
                <Badge tone="safe" icon="shield">
                    {t('right.safe')}
                </Badge>
            );
        case 'elsewhere':
            return <Badge tone="bad">{t('right.elsewhere')}</Badge>;
        default:
            return <Badge tone="plain">{t('right.ask')}</Badge>;
    }
}

function CouponRow({ coupon, quote, sale, words, act }: Props & { coupon: Coupon; quote: Quote | null }) {
    const { t } = words;
    const used = quote?.used.find(one => one.coupon_id === coupon.coupon_id);
    const refused = quote?.refused.find(one => one.coupon_id === coupon.coupon_id);
    const reasons = refused?.reasons ?? (coupon.barred ? [coupon.barred] : []);
    const wished = sale.coupons !== 'best' && sale.coupons.includes(coupon.coupon_id);
    const name = words.local(coupon.name);
    return (
        <li class={used ? 'coupon used' : 'coupon'} data-testid="coupon" data-coupon={coupon.coupon_id}>
            <div class="about">
                <span class="name">{name}</span>
                {coupon.valid_until !== undefined && (
                    <span class="until">{t('coupons.until', { day: words.day(coupon.valid_until) })}</span>
                )}
                {!used && reasons[0] && <span class="reason">{reasonOf(reasons[0], words)}</span>}
                {!used && reasons.length > 1 && (
                    <details>
                        <summary>{t('coupons.why_not')}</summary>
                        <ul>
                            {reasons.slice(1).map(reason => (
                                <li key={reason.code}>{reasonOf(reason, words)}</li>
                            ))}
                        </ul>
                    </details>
                )}
                {(used || reasons.length === 0) && (
                    <RightBadge coupon={coupon} at_risk={used?.at_risk ?? false} words={words} />
                )}
            </div>
            {used && <strong class="saves">−{words.money(used.discount)}</strong>}
            <Button
                look="quiet"
                disabled={!isSettled(sale)}
                pressed={used !== undefined || wished}
                label={t(used || wished ? 'coupons.leave' : 'coupons.use', { name })}
                onPress={() => act.till({ type: 'coupon_toggled', coupon_id: coupon.coupon_id })}
            >
                <span class={used || wished ? 'switch on' : 'switch'} />
            </Button>
        </li>
    );
}

function PointsRow({ sale, quote, words, act }: Props & { quote: Quote | null }) {
    const { t } = words;
    if (sale.member === null) return null;
    const points = quote?.points;
    const on = sale.points !== 'none';
    return (
        <li class={points && points.burn > 0 ? 'coupon used' : 'coupon'} data-testid="points">
            <div class="about">
                <span class="name">{t('points.title')}</span>
                {points && points.burn > 0 && (
                    <span>{t('points.uses', { points: words.number(points.burn), amount: words.money(points.value) })}</span>
                )}
                {points && points.burn === 0 && points.max > 0 && (
                    <span>{t('points.can', { points: words.number(points.max) })}</span>
                )}
                {on && points?.refused && <span class="reason">{reasonOf(points.refused, words)}</span>}
                {points && points.earn > 0 && <span>{t('points.earn', { points: words.number(points.earn) })}</span>}
                {points?.at_risk && (
                    <Badge tone="risk" icon="warning">
                        {t('right.risk')}
                    </Badge>
                )}
            </div>
            {points && points.value > 0 && <strong class="saves">−{words.money(points.value)}</strong>}
            <Button
                look="quiet"
                disabled={!isSettled(sale)}
                pressed={on}
                shortcut="F7"
                label={t('points.use')}
                onPress={() => act.till({ type: 'points_toggled' })}
            >
                <span class={on ? 'switch on' : 'switch'} />
            </Button>
        </li>
    );
}

export function CouponsPanel({ sale, words, act }: Props) {
    const { t } = words;
    const quote = shownQuote(sale);
    const used = new Set(quote?.used.map(one => one.coupon_id));
    const coupons = knownCoupons(sale);
    const sorted = [...coupons.filter(c => used.has(c.coupon_id)), ...coupons.filter(c => !used.has(c.coupon_id))];
    const best = sale.coupons === 'best';
    return (
        <section class="panel coupons" aria-label={t('coupons.title')}>
            <header>
                <h2>{t('coupons.title')}</h2>
                {best ? (
                    <Badge tone="plain">{t('coupons.best')}</Badge>
                ) : (
                    <Button
                        look="quiet"
                        shortcut="F6"
                        disabled={!isSettled(sale)}
                        onPress={() => act.till({ type: 'best_offer' })}
                    >
                        {t('coupons.use_best')}
                    </Button>
                )}
            </header>
            {coupons.length === 0 && sale.member === null ? (
                <p class="hint">{t('coupons.none_help')}</p>
            ) : (
                <ul class="list" tabIndex={0} aria-label={t('coupons.title')}>
                    <PointsRow sale={sale} quote={quote} words={words} act={act} />
                    {coupons.length === 0 && <li class="hint">{t('coupons.none')}</li>}
                    {sorted.map(coupon => (
                        <CouponRow
                            key={coupon.coupon_id}
                            coupon={coupon}
                            quote={quote}
                            sale={sale}
                            words={words}
                            act={act}
                        />
                    ))}
                </ul>
            )}
        </section>
    );
}
