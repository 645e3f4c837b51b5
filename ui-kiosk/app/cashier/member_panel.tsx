// Who buys, and what they have.
import type { MemberCard, Proof } from '../../api/types';
import { Badge, Button } from '../design/parts';
import type { Act } from '../act';
import { isSettled } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import type { Words } from '../text/language';

interface Props {
    sale: Sale;
    words: Words;
    act: Act;
}

function tierName(member: MemberCard, words: Words): string {
    if (member.tier === undefined) return '';
    return typeof member.tier === 'string' ? member.tier : words.local(member.tier.name);
}

function ProofBadge({ proof, words }: { proof: Proof; words: Words }) {
    if (proof === 'none' || proof === 'phone') return <Badge tone="plain">{words.t(`member.proof_${proof}`)}</Badge>;
    return (
        <Badge tone="safe" icon="check">
            {words.t('member.proof_shown')}
        </Badge>
    );
}

type Purse = Omit<MemberCard['points'], 'unit_decimals'> & { unit_decimals?: number };

function Balance({ name, purse, words }: { name: string; purse: Purse; words: Words }) {
    const { t } = words;
    const points = (value: number) => words.points(value, purse.unit_decimals ?? 0);
    return (
        <p class="points" data-testid="balance">
            <span>{name}</span> <strong>{points(purse.available)}</strong>
            {purse.pending > 0 && <span>{t('member.pending', { n: points(purse.pending) })}</span>}
            {purse.owed > 0 && <span>{t('member.owed', { n: points(purse.owed) })}</span>}
        </p>
    );
}

export function MemberPanel({ sale, words, act }: Props) {
    const { t } = words;
    const { member } = sale;
    if (member === null)
        return (
            <section class="panel member" aria-label={t('member.title')} data-testid="member">
                <p class="nobody">{t('member.none')}</p>
                <p class="hint">{t('member.none_help')}</p>
            </section>
        );
    const tier = tierName(member, words);
    return (
        <section class="panel member" aria-label={t('member.title')} data-testid="member" data-member={member.member_id}>
            <header>
                <h2>{member.name ?? member.member_id}</h2>
                {tier !== '' && <span class="tier">{tier}</span>}
                <Button look="quiet" disabled={!isSettled(sale)} onPress={() => act.till({ type: 'member_left' })}>
                    {t('member.remove')}
                </Button>
            </header>
            <Balance name={t('member.points')} purse={member.points} words={words} />
            {member.purses?.map(purse => (
                <Balance key={purse.purse_id} name={words.local(purse.name) || purse.purse_id} purse={purse} words={words} />
            ))}
            <p>
                {member.state === 'frozen' && <Badge tone="bad">{t('member.state_frozen')}</Badge>}{' '}
                <ProofBadge proof={sale.proof} words={words} />
            </p>
        </section>
    );
}
