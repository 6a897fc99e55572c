// A scratch project, a studio over it, and a person with a browser who notices whatever should not happen.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const programs = process.env.MOTJUSTE_PROGRAMS ?? join(root, 'target', 'debug');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A program of ours, until the first line it prints. */
async function start(name, args, env = {}) {
  const child = spawn(join(programs, name), args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  assert.ok(!first.done, `${name} ended before it said anything`);
  let text = first.value;
  // a document may take several lines
  while (text.startsWith('{') && !text.endsWith('}')) text += (await lines.next()).value;
  // what comes after is read and dropped: a full pipe would stop the program
  (async () => { while (!(await lines.next()).done); })();
  const stop = async (signal) => { child.kill(signal); await ended; };
  return { text, stop };
}

/** The pretend vendor: its model `echo` answers what it is told, whatever that is. */
export const vendor = (...more) => start('fake-vendor', ['--listen', '127.0.0.1:0', ...more]);

/** A project on the disk: names and texts, or a folder of the examples. */
export class Project {
  constructor(files) {
    this.dir = mkdtempSync(join(tmpdir(), 'motjuste-browser-'));
    this.folder = join(this.dir, 'atelier');
    mkdirSync(this.folder);
    if (typeof files === 'string') cpSync(join(root, 'examples', files), this.folder, { recursive: true });
    else for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  write(name, text) { writeFileSync(join(this.folder, name), text); }

  /** A file beside the project, by its path. */
  path(name, text) {
    const path = join(this.dir, name);
    writeFileSync(path, text);
    return path;
  }

  read(name) { return readFileSync(join(this.folder, name), 'utf8'); }

  /** The first cases of a file only: the embedded model answers a few a second. */
  shorten(name, cases) {
    this.write(name, `${this.read(name).split('\n').slice(0, cases + 1).join('\n')}\n`);
  }

  async open(env = {}, port = 0) {
    const studio = await start('motjuste', ['studio', this.folder, '--port', String(port), '--json'], env);
    const { address } = JSON.parse(studio.text);
    // a test that failed left its browser open
    const people = new Set();
    const stop = async (signal) => {
      for (const browser of people) await browser.close();
      await studio.stop(signal);
    };
    return { address, origin: new URL(address).origin, people, close: () => stop('SIGINT'), kill: () => studio.stop('SIGKILL') };
  }

  /** Takes out the files whose names begin so. */
  without(...beginnings) {
    const names = readdirSync(this.folder).filter((name) => beginnings.some((start) => name.startsWith(start)));
    for (const name of names) rmSync(join(this.folder, name));
  }

  close() { rmSync(this.dir, { recursive: true, force: true }); }
}

/** The studio over a project and the pretend vendor, for all tests of a file; `studio` is there once they begin. */
export function bench(project) {
  const bench = {};
  let fake;
  before(async () => {
    fake = await vendor();
    bench.studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  });
  after(async () => {
    await bench.studio?.close();
    await fake?.stop();
    project.close();
  });
  return bench;
}

/** A person's browser. `problems` is what no page of ours may cause. */
export class Person {
  static async arrive(studio, { lang = 'fr', theme = 'light', width = 1280, script = true } = {}) {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    const context = await browser.newContext({
      locale: lang === 'fr' ? 'fr-FR' : 'en-GB',
      colorScheme: theme,
      viewport: { width, height: width < 700 ? 780 : 900 },
      reducedMotion: 'reduce',
      javaScriptEnabled: script,
      acceptDownloads: true,
    });
    studio.people.add(browser);
    const person = new Person(browser, context, studio);
    person.page = await context.newPage();
    person.watch(person.page);
    await person.page.goto(studio.address);
    return person;
  }

  constructor(browser, context, studio) {
    Object.assign(this, { browser, context, studio, problems: [] });
  }

  /** Notes requests that leave, errors of scripts, and what the policy had to refuse. */
  watch(page) {
    page.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      if (origin !== this.studio.origin && protocol !== 'data:') this.problems.push(`asked ${request.url()}`);
    });
    page.on('response', (response) => {
      const policy = response.headers()['content-security-policy'] ?? '';
      if (!policy.startsWith("default-src 'none'") || policy.includes('unsafe')) {
        this.problems.push(`policy of ${response.url()}: ${policy}`);
      }
      if (response.status() >= 500) this.problems.push(`${response.status()} ${response.url()}`);
    });
    page.on('pageerror', (error) => this.problems.push(`error on ${page.url()}: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.problems.push(`dialog on ${page.url()}: ${dialog.message()}`);
      dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Trusted/.test(message.text())) {
        this.problems.push(`policy broken on ${page.url()}: ${message.text()}`);
      }
    });
  }

  go(path) { return this.page.goto(this.studio.origin + path); }

  click(name, role = 'button') {
    return this.page.getByRole(role, { name, exact: typeof name === 'string' }).first().click();
  }

  fill(label, text) { return this.page.getByLabel(label, { exact: typeof label === 'string' }).fill(text); }

  async sees(text) {
    await this.page.getByText(text).first().waitFor({ timeout: 60_000 });
  }

  /** Accessibility of the page as it is, by the rules of WCAG 2.2 AA; and nothing wider than the screen. */
  async accessible(what) {
    await this.page.evaluate(axe);
    const { violations, passes } = await this.page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations, passes } = await globalThis.axe.run(document, { runOnly: tags });
      const shown = (v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.html} ${n.failureSummary}`).join(' | ')}`;
      return { violations: violations.map(shown), passes: passes.length };
    });
    assert.ok(passes > 10, 'the rules were really applied');
    assert.deepEqual(violations, [], `${what ?? ''} ${this.page.url()}`);
    const overflow = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${what ?? ''} ${this.page.url()} is ${overflow} px wider than the screen`);
  }

  /** Leaves, having seen nothing that should not happen. */
  async leave() {
    this.studio.people.delete(this.browser);
    await this.browser.close();
    assert.deepEqual(this.problems, []);
  }
}
