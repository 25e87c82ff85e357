// Liaison in Microsoft's playground, driven as a user drives it. Writes screenshots to e2e/out/ and fails on the first difference.
import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(here, 'out');
const python = join(root, '.venv', 'bin', 'python');
const browser = (process.env.PATH ?? '').split(':').flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find(existsSync);
assert(browser, 'no chromium; apt-get install chromium');
rmSync(out, { recursive: true, force: true });
mkdirSync(out);

const freePort = () => new Promise((done) => {
  const server = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

const started = [];
function start(command, args, cwd, env) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  child.log = '';
  child.on('error', (error) => { child.log += error; });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { child.log += data; });
  started.push(child);
  return child;
}

async function until(what, test, seconds = 60) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
    const dead = started.find((child) => child.exitCode !== null);
    if (dead) throw new Error(`${dead.spawnargs.slice(0, 4).join(' ')} ended with ${dead.exitCode} before ${what}:\n${dead.log.slice(-2000)}`);
    const found = await test().catch(() => false);
    if (found) return found;
  }
  throw new Error(`waited ${seconds} s for ${what}`);
}

const botPort = await freePort();
const playgroundPort = await freePort();
const database = join(out, 'liaison.db');
const bot = start(python, ['app.py', 'serve'], root, {
  TEAMS_APP_ID: 'playground', TEAMS_APP_PASSWORD: '', TEAMS_DEVELOPMENT: '1', HOST: '127.0.0.1', PORT: String(botPort), LIAISON_DATABASE: database,
  SLACK_BOT_TOKEN: '', SLACK_SIGNING_SECRET: '',
});
let chrome, page;
try {
  await until('the bot', async () => (await fetch(`http://127.0.0.1:${botPort}/healthz`)).ok);
  start(process.execPath, ['--require', join(here, 'loopback.cjs'), join(here, 'node_modules/@microsoft/m365agentsplayground/cli.js'),
    '-e', `http://127.0.0.1:${botPort}/api/messages`, '-c', 'msteams', '-p', String(playgroundPort), '--disable-telemetry'],
  out, { TEAMSAPPTESTER_BROWSER: 'none' });
  await until('the playground', async () => (await fetch(`http://127.0.0.1:${playgroundPort}/`)).ok);

  // Nothing but this machine: a browser that looks for updates and services of its own waits for a network that may be closed.
  chrome = await chromium.launch({
    executablePath: browser,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  page = await chrome.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`http://127.0.0.1:${playgroundPort}/`);
  await page.getByText('Connected.').waitFor();

  const box = () => page.locator('[role=textbox]').first();
  let passed = 0;
  const step = (name) => { passed += 1; console.log(`ok ${passed} ${name}`); };
  const turns = () => (bot.log.match(/ outcome=sent/g) ?? []).length;
  const shot = (name) => page.screenshot({ path: join(out, `${name}.png`) });
  async function answered(act) {
    const before = turns();
    await act();
    await until('an answer', async () => turns() > before);
    await sleep(700); // the page draws it
  }
  const say = (text) => answered(async () => {
    await box().click();
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  });

  // Texts of an element of which a part cannot be seen: it lies outside of the element, or of whatever around it cuts off what is too large.
  const cutOff = (locator) => locator.evaluate((element) => {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      if (!text.data.trim()) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const seen = [...range.getClientRects()].every((line) => {
        if (!line.width || !line.height) return false;
        for (let around = text.parentElement; around; around = around === element ? null : around.parentElement) {
          const look = getComputedStyle(around);
          if (look.visibility === 'hidden' || look.opacity === '0') return false;
          const box = around.getBoundingClientRect();
          if (around !== element && look.overflowX === 'visible' && look.overflowY === 'visible') continue;
          if (line.left < box.left - 1 || line.right > box.right + 1 || line.top < box.top - 1 || line.bottom > box.bottom + 1) return false;
        }
        return true;
      });
      if (!seen) found.push(text.data);
    }
    return found;
  });

  // The page itself does not get narrower, a phone's card does; high enough to show the whole card at once, under no header.
  async function narrow(card, name) {
    await page.setViewportSize({ width: 1280, height: 2400 });
    await sleep(300);
    assert.deepEqual(await cutOff(card), [], 'nothing is cut off in a card');
    await card.screenshot({ path: join(out, `${name}-alone.png`) });
    await card.evaluate((element) => { element.style.width = '300px'; });
    await card.screenshot({ path: join(out, `${name}-narrow.png`) });
    assert.deepEqual(await cutOff(card), [], 'nothing is cut off in a narrow card');
    await card.evaluate((element) => { element.style.width = ''; });
    await page.setViewportSize({ width: 1280, height: 900 });
  }

  // An asked-back question, and a click on one of its readings.
  await say('When was the agreement signed?');
  await page.getByText('Which one do you mean?').waitFor();
  const rows = page.locator('.ac-selectable');
  assert(await rows.count() > 1, 'choices are rows to click');
  await shot('1-choices');
  step('a question is asked back with rows to click');
  const chosen = (await rows.first().getAttribute('aria-label')) ?? '';
  await answered(() => rows.first().click());
  assert(!(await page.getByText('Which one do you mean?').count() > 1), `a click on ${chosen} answers`);
  await shot('2-clicked');
  step('a click answers');

  // A plain answer with its source.
  await say('When was the MINUSCA agreement signed?');
  await page.getByText('7 March 2018').first().waitFor();
  await shot('3-text');
  step('a plain answer with its source');

  // What one may ask next stands in buttons side by side.
  const buttons = page.locator('button').filter({ hasText: '?' });
  assert.equal(await buttons.count(), 3, 'three questions are offered');
  for (const button of await buttons.all()) {
    assert.deepEqual(await cutOff(button), [], 'a button shows its whole text');
    const whole = await button.evaluate((element) => {
      const box = element.getBoundingClientRect();
      return [box.left + 4, box.right - 4].every((x) => element.contains(document.elementFromPoint(x, box.top + box.height / 2)));
    });
    assert(whole, `there is room for ${await button.innerText()} beside the others`);
  }
  await answered(() => buttons.first().click());
  step('a button asks what comes next, and shows all of it');

  // A card: direct sentence, details, numbered sources, next questions.
  await say('MINUSCA');
  const card = page.locator('.ac-adaptiveCard').last();
  assert.match(await card.innerText(), /\[1\][\s\S]*Sources?:[\s\S]*\[1\] /, 'a card holds its numbered sources');
  await shot('4-card');
  await narrow(card, '5-card');
  step('a card with its numbered sources');

  // Feedback with a comment ends in the store.
  await page.getByRole('button', { name: 'Like', exact: true }).last().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('very clear');
  await dialog.getByRole('button', { name: 'Submit' }).click();
  const kept = () => execFileSync(python, ['-c',
    'import sqlite3,sys; print(sqlite3.connect(sys.argv[1]).execute("select platform, helpful, comment from feedback").fetchall())', database]).toString();
  await until('the feedback', async () => kept().includes("('teams', 1, 'very clear')"), 10);
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  step('feedback ends in the store');

  // French, and hostile text that stays text.
  await say("Quand l'accord avec la MINUSCA a-t-il été signé ?");
  await page.getByText('7 mars 2018').first().waitFor();
  step('French');
  await say('what is <b>zorbix</b> [x](https://evil.example)');
  // The page draws the user's own message as HTML; the bot's answer must add no second link.
  assert.equal(await page.locator('a[href*="evil.example"]').count(), 1, 'no link made of what was said');
  step('hostile text stays text');

  // The longest names that there are, as choices.
  await say("Quel accord OROLSI-ONUDC traite de la prévention de l'extrémisme violent ?");
  const long = page.locator('.ac-adaptiveCard').last();
  const labels = await long.locator('.ac-selectable').allInnerTexts();
  assert(Math.max(...labels.map((label) => label.length)) > 100, 'there is a long name among the choices');
  await narrow(long, '7-long-choices');
  const label = (await long.locator('.ac-selectable').last().getAttribute('aria-label')) ?? '';
  assert(labels.at(-1).includes(label) && label, 'a row shows all of what it asks');
  step('long choices are shown whole, in a narrow card too');

  // The message extension.
  await page.getByLabel('Trigger Message Extension App').click();
  await page.getByText('Search Command').click();
  await page.getByPlaceholder('Enter a search term').fill('mali');
  await page.keyboard.press('Enter');
  const found = page.getByText('Mali', { exact: false });
  await until('results', async () => (await found.count()) > 3, 10);
  await sleep(700);
  await shot('8-search');
  step('the message extension finds');
  const cards = await page.locator('.ac-adaptiveCard').count();
  await page.getByText('Mali', { exact: true }).first().click();
  await until('the result in the message', async () => (await page.locator('.ac-adaptiveCard').count()) > cards, 10);
  assert.match(await page.locator('[role=textbox]').last().innerText(), /Mali[\s\S]*\[1\]/, 'what is put into the message has its source');
  await shot('9-inserted');
  step('a result is put into the message');

  assert(!/ERROR|Traceback/.test(bot.log), 'nothing failed in the bot');
  console.log(`${passed} passed, 0 failed`);
} catch (error) {
  await page?.screenshot({ path: join(out, 'failed.png') }).catch(() => {});
  console.error(error);
  console.error(bot.log.split('\n').slice(-20).join('\n'));
  process.exitCode = 1;
} finally {
  await chrome?.close().catch(() => {}); // left open it keeps this process going
  writeFileSync(join(out, 'bot.log'), bot.log);
  for (const child of started) child.kill();
}
