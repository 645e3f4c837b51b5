// What is paid back, how, and the one key that books it.
import { isUnanswered, mayRepeat } from '../../api/answer';
import { Badge, Button, Icon } from '../design/parts';
import type { Act } from '../act';
import type { Returning } from '../returns/returning';
import { currentPreview, mayConfirm, mayLeave } from '../returns/returning';
import type { Words } from '../text/language';
import { problemText } from './problem_text';
import { TenderPicker } from './tender_picker';

interface Props {
    returning: Returning;
    words: Words;
    act: Act;
}

function Warning({ returning, words }: Omit<Props, 'act'>) {
    const { problem, phase } = returning;
    const text = problemText(problem, words);
    return (
        <div class={text === '' ? 'warning none' : 'warning'} role="alert" data-testid="problem">
            {text !== '' && <Icon name="warning" />}
            {text !== '' && <strong>{text}</strong>}
            {problem !== null && isUnanswered(problem) && phase.at === 'booking' && (
                <span>{words.t('returns.booking_help')}</span>
            )}
        </div>
    );
}

function Done({ returning, words, act }: Props) {
    const { t } = words;
    const { phase } = returning;
    if (phase.at !== 'done') return null;
    const { returned } = phase;
    return (
        <section class="done" data-testid="return-done">
            <h2>
                <Icon name="check" /> {t('returns.done')} {words.money(returned.refund)}
            </h2>
            <p data-testid="return-number">
                {t('returns.number', { number: returned.return_key.ticket_id, ticket: returned.ticket.ticket_id })}
            </p>
            {returned.at_risk && (
                <p>
                    <Badge tone="risk" icon="warning">
                        {t('returns.risk')}
                    </Badge>
                </p>
            )}
            <Button look="primary" class="pay" shortcut="F9" onPress={act.closeReturn}>
                <span>{t('returns.close')}</span>
            </Button>
        </section>
    );
}

export function ReturnBar({ returning, words, act }: Props) {
    const { t } = words;
    const { phase, problem } = returning;
    if (phase.at === 'done')
        return (
            <footer class="paybar">
                <Done returning={returning} words={words} act={act} />
            </footer>
        );
    const finding = phase.at === 'finding';
    const preview = finding ? null : currentPreview(phase.choice);
    const refund = preview?.gift_missing === undefined ? preview?.refund : undefined;
    let text = refund === undefined ? t('returns.confirm') : t('returns.pay_back', { amount: words.money(refund) });
    if (phase.at === 'booking') text = t(problem !== null && mayRepeat(problem) ? 'pay.again' : 'pay.committing');
    return (
        <footer class="paybar">
            <Warning returning={returning} words={words} />
            <div class="choices">
                {!finding && (
                    <div class="tender-row">
                        <TenderPicker
                            label={t('returns.tender')}
                            tender={phase.choice.tender}
                            disabled={phase.at !== 'choosing'}
                            words={words}
                            onPick={tender => act.returning({ type: 'tender', tender })}
                        />
                    </div>
                )}
            </div>
            <dl class="totals">
                {!finding && (
                    <div class={preview === null ? 'due stale' : 'due'}>
                        <dt>{t('returns.refund')}</dt>
                        <dd data-testid="refund" data-fresh={refund !== undefined}>
                            {words.money(refund ?? 0)}
                        </dd>
                    </div>
                )}
            </dl>
            <div class="actions">
                <Button
                    look="quiet"
                    shortcut="Esc"
                    disabled={!mayLeave(returning)}
                    onPress={() => (finding ? act.closeReturn() : act.returning({ type: 'back' }))}
                >
                    {t(finding ? 'returns.close' : 'returns.back')}
                </Button>
                {!finding && (
                    <Button
                        look="primary"
                        class="pay"
                        shortcut="F9"
                        disabled={!mayConfirm(returning)}
                        onPress={() => act.returning({ type: 'confirm' })}
                    >
                        <span>{text}</span>
                    </Button>
                )}
            </div>
        </footer>
    );
}
