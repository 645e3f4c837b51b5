// Goods come back: the ticket is found, its goods are chosen, what goes back is shown, and one key books it.
import { Button } from '../design/parts';
import type { Act } from '../act';
import type { Returning } from '../returns/returning';
import { mayLeave } from '../returns/returning';
import type { Words } from '../text/language';
import type { Till } from '../till/till';
import { ReturnBar } from './return_bar';
import { ReturnLines } from './return_lines';
import { ReturnSummary } from './return_summary';
import { ScanBox } from './scan_box';
import { TicketPanel } from './ticket_panel';

interface Props {
    till: Till;
    returning: Returning;
    words: Words;
    act: Act;
}

export function ReturnScreen({ till, returning, words, act }: Props) {
    const { t } = words;
    const { phase } = returning;
    return (
        <main class="cashier returning" data-testid="returning" data-phase={phase.at}>
            <h1 class="sr">{t('returns.title')}</h1>
            <ScanBox
                till={till}
                words={words}
                act={act}
                placeholder={t(phase.at === 'finding' ? 'returns.find_placeholder' : 'returns.goods_placeholder')}
            >
                <Button disabled={!mayLeave(returning)} onPress={act.closeReturn}>
                    {t('returns.close')}
                </Button>
            </ScanBox>
            {phase.at === 'finding' ? (
                <TicketPanel tickets={phase.tickets} wanted={phase.wanted} words={words} act={act} />
            ) : (
                <ReturnLines choice={phase.choice} may_edit={phase.at === 'choosing'} words={words} act={act} />
            )}
            <ReturnSummary returning={returning} words={words} act={act} />
            <ReturnBar returning={returning} words={words} act={act} />
        </main>
    );
}
