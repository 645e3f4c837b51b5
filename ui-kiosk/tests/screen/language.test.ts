// Two languages: each alone on its screen, and switched in the middle of a sale.
import { expect, test } from 'vitest';
import type { Cashier } from './support/cashier';
import { look } from './support/browser';
import { useSite } from './support/site';
import { names, person, tea } from './support/world';
import { texts } from '../../app/text/language';

const site = useSite();

async function expectIn(cashier: Cashier, language: 'zh-CN' | 'en'): Promise<void> {
    const { page } = cashier;
    await cashier.untilText(page.locator('.basket'), texts[language]['basket.title']);
    await cashier.untilText(cashier.line(tea.sku), names[language].tea);
    await cashier.untilText(page.locator('.coupons'), names[language].percent_off);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
    expect(await cashier.scanBox.getAttribute('placeholder')).toBe(texts[language]['scan.placeholder']);
}

test('the language is switched in the middle of a sale, and stays', async () => {
    const cashier = await site.open(look('zh-CN'));
    const { screen, page, till } = cashier;
    const buyer = person(1);
    await cashier.basket(buyer, tea.gtin, tea.sku, 20);
    await page.keyboard.press('F7');
    await cashier.untilDue('¥164.40');
    await expectIn(cashier, 'zh-CN');
    await screen.button(screen.t('language.switch')).click();
    await expectIn(cashier, 'en');
    await cashier.untilMember(buyer.member_id);
    expect(await cashier.untilPriced()).toBe('¥164.40');
    await page.reload();
    await expectIn(cashier, 'en');
    await cashier.untilDue('¥164.40');
    // What the agent says comes in the language of the screen, too.
    await till.scan('HELLO');
    await cashier.untilText(cashier.notice, texts.en['notice.unknown_code'].replace('{value}', 'HELLO'));
    await screen.button(texts.en['language.switch']).click();
    await cashier.untilText(cashier.notice, texts['zh-CN']['notice.unknown_code'].replace('{value}', 'HELLO'));
    const ticket = await cashier.pay();
    await cashier.untilText(cashier.done, texts['zh-CN']['done.title']);
    await screen.button(texts['zh-CN']['language.switch']).click();
    await cashier.untilText(cashier.done, texts.en['done.title']);
    expect((await till.tickets())[0]).toBe(ticket);
});

test('a browser of another language gets Chinese, the first language of the product', async () => {
    const cashier = await site.browser({ ...look('zh-CN'), locale: 'fr-FR' });
    await cashier.page.goto(cashier.till.screenAddress());
    await cashier.untilText(cashier.page.locator('.basket'), texts['zh-CN']['basket.title']);
});
