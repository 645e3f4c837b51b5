// What is said of every right that a member may spend: where it stands, why it is not used, and the switch that decides.
import type { Card, Refusal } from '../../api/types';
import { Badge, Button } from '../design/parts';
import type { Words } from '../text/language';

export function reasonOf(reason: Refusal, words: Words): string {
    return (words.language === 'en' ? reason.en : reason.zh) || reason.code;
}

export function Reasons({ reasons, words }: { reasons: Refusal[]; words: Words }) {
    return (
        <>
            {reasons[0] && <span class="reason">{reasonOf(reasons[0], words)}</span>}
            {reasons.length > 1 && (
                <details>
                    <summary>{words.t('coupons.why_not')}</summary>
                    <ul>
                        {reasons.slice(1).map(reason => (
                            <li key={reason.code}>{reasonOf(reason, words)}</li>
                        ))}
                    </ul>
                </details>
            )}
        </>
    );
}

/** Where the right stands, as far as a cashier has to know: safe without a network, at risk, or in another's hands. */
export function RightBadge({ right, at_risk, words }: { right: Card['right']; at_risk: boolean; words: Words }) {
    const { t } = words;
    if (at_risk)
        return (
            <Badge tone="risk" icon="warning">
                {t('right.risk')}
            </Badge>
        );
    switch (right) {
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

interface SwitchProps {
    on: boolean;
    label: string;
    disabled: boolean;
    shortcut?: string;
    onPress: () => void;
}

export function Switch({ on, ...rest }: SwitchProps) {
    return (
        <Button look="quiet" pressed={on} {...rest}>
            <span class={on ? 'switch on' : 'switch'} />
        </Button>
    );
}
