/* Site search; generator/render/search.py tells of the files, loaded once a visitor turns to it. */
(function () {
  'use strict';
  const form = document.querySelector('[data-search]');
  if (!form) return;

  const PAGE = 10;     // results shown at a time
  const BUDGET = 8e4;  // bytes; beyond, a search reads on when told to
  const PAIRS = 4;     // of one word, spread over it
  const EXCERPT = 90;  // characters
  const PAUSE = 250;   // milliseconds without typing
  const RANKS = { '%': 0, $: 1, '#': 2, '!': 3 };  // title, people, unit, summary; text has no mark
  const FIRST = 3;     // of these in a story: [url, kind, year, title, …]
  const ENTRIES = 12;  // in a block of short ones
  const WHOLE = /^(.|[^\ud800-\udfff]{2})$/su;
  const FOLDED = new RegExp(`[${form.dataset.folded}]`, 'gu');
  const plain = (text) => text.replace(FOLDED, (c) => c.normalize('NFKC').toLowerCase()).replace(/["'“”‘’「」『』]/g, '');
  /* No spaces beside Chinese or before numbers, nor their places in `at`. */
  const fold = (text, at = []) => plain(text).replace(/([\u3400-\u9fff\ud800-\udfff]|[a-z](?= \d)) | (?=[\u3400-\u9fff\ud800-\udfff])/g,
    (_, before = '', place) => (delete at[place + before.length], before));

  /* Files: asked for once, each calls part() */

  const asked = new Map(), awaited = new Map();
  let loaded = 0;  // bytes
  window.showcaseSearch = {
    fold,
    part(name, data) {
      if (awaited.has(name)) awaited.get(name)(data);
      awaited.delete(name);
      loaded += new Blob([JSON.stringify(data)]).size;
    },
  };

  function load(name, query) {
    if (!asked.has(name)) {
      asked.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script');
        awaited.set(name, resolve);
        script.src = form.dataset.search + name + '.js?' + query;
        script.onload = script.onerror = () => {
          script.remove();
          if (!awaited.delete(name)) return;
          asked.delete(name);  // to be tried again
          reject(new Error(name));
        };
        document.head.append(script);
      }));
    }
    return asked.get(name);
  }
  const index = () => load('index', Date.now());
  const part = async (name) => load(name, (await index()).tag);

  /* Candidates: story → the best rank it can have */

  function numbers(codes) {
    const found = [];
    let n = 0;
    for (let i = 0; i < codes.length; i++) {
      const c = codes.charCodeAt(i);
      if (c > 92) n = n * 34 + c - 92;
      else {
        found.push(n * 53 + c - 39);
        n = 0;
      }
    }
    return found;
  }

  function stories(posting) {
    let number = -1;
    if (posting[0] !== '&') return numbers(posting).map((gap) => number += gap + 1);
    const found = [];
    for (let i = 1; i < posting.length; i++) {
      const c = posting.charCodeAt(i);
      for (let bit = 0; bit < 6; bit++) if (c - 39 - (c > 92) >> bit & 1) found.push(i * 6 - 6 + bit);
    }
    return found;
  }

  function pairs(word) {
    const all = new Set(word.split('').map((c, i) => c + word[i + 1]).filter((pair) => WHOLE.test(pair)));
    return [...all].filter((_, i) => i % Math.ceil(all.size / PAIRS) === 0);
  }

  async function ranks(pair) {
    const { bits } = await index();
    const hash = Math.imul(pair.charCodeAt(0) | pair.charCodeAt(1) << 16, 0x9e3779b1) >>> 32 - bits;
    const shard = await part('g/' + hash), at = shard.indexOf(' ' + pair), found = new Map();
    if (at < 0) return found;
    const end = shard.indexOf(' ', at + 1);
    for (const run of shard.slice(at + 3, end < 0 ? undefined : end).match(/[!#$%]?[&-~]+/g)) {
      const rank = run[0] in RANKS ? RANKS[run[0]] : 4;
      stories(run.slice(rank < 4)).forEach((number) => found.set(number, rank));
    }
    return found;
  }

  function meet(a, b, join) {
    const both = new Map();
    a.forEach((rank, number) => { if (b.has(number)) both.set(number, join(rank, b.get(number))); });
    return both;
  }

  async function candidates(words, filters) {
    const found = Promise.all(words.map(pairs).filter((list) => list.length).map(async (list) =>
      (await Promise.all(list.map(ranks))).reduce((a, b) => meet(a, b, Math.max))));
    const fits = await Promise.all(filters.map(async ([name, value]) => {
      const [values, codes] = await part(name), column = numbers(codes), wanted = values.indexOf(value);
      return (number) => column[number] === wanted;
    }));
    const all = (await found).reduce((a, b) => meet(a, b, (x, y) => x + y));
    return [...all].filter(([number]) => fits.every((fit) => fit(number))).map(([number, rank]) => ({ number, rank }));
  }

  /* Results: the first `count` are read and tried */

  async function read(hit, words) {
    const { long, block } = await index(), { number } = hit;
    const [folder, place, size] = number < long ? ['d/', number, block] : ['e/', number - long, ENTRIES];
    hit.story = (await part(folder + Math.floor(place / size)))[place % size];
    const fields = hit.story.slice(FIRST).map(fold);
    hit.rank = words.reduce((sum, word) => {
      const rank = fields.findIndex((field) => field.includes(word));
      return sum + (rank < 0 ? Infinity : rank);
    }, 0);
  }

  async function settle(hits, count, words) {
    for (let most = PAGE; ; most = PAGE / 2) {
      hits.sort((a, b) => a.rank - b.rank || a.number - b.number);
      const unread = hits.slice(0, count).filter((hit) => !hit.story).slice(0, most);
      if (!unread.length || (most < PAGE && loaded > enough)) return hits;
      await Promise.all(unread.map((hit) => read(hit, words)));
      hits = hits.filter((hit) => hit.rank < Infinity);
    }
  }

  /* The page: text of stories enters it as text nodes only */

  const status = document.querySelector('[data-search-status]');
  const list = document.querySelector('[data-search-results]');
  const more = document.querySelector('[data-search-more]');
  const say = (words) => { status.textContent = words; };
  let turn = 0, enough = 0, timer;

  function make(tag, name, ...content) {
    const element = document.createElement(tag);
    if (name) element.className = 'search__' + name;
    element.append(...content);
    return element;
  }

  function marked(text, words, size) {
    const characters = [...text], on = [], out = [];
    const each = characters.flatMap((c, i) => Array(plain(c).length).fill(i));
    const folded = fold(text, each), at = each.flat();
    for (const word of words) {
      for (let p = folded.indexOf(word); p >= 0; p = folded.indexOf(word, p + 1)) {
        for (let k = at[p]; k <= at[p + word.length - 1]; k++) on[k] = true;
      }
    }
    const last = Math.max(0, characters.length - size);
    const first = on.indexOf(true);
    let from = Math.min(last, Math.max(0, first - (size >> 2)));
    if (from) from += 1 + characters.slice(from, first + 1).map((c) => c[0]).join('').search(/[。！？；：，\s][^。！？；：，\s”’）》]/);
    const to = Math.min(characters.length, from + size);
    for (let i = from, j; i < to; i = j) {
      for (j = i; j < to && on[j] === on[i]; j++);
      const run = characters.slice(i, j).join('');
      out.push(on[i] ? make('mark', '', run) : run);
    }
    return [from ? '…' : '', ...out, to < characters.length ? '…' : ''];
  }

  function item({ story: [url, kind, year, title, people, unit, summary, text] }, words) {
    const says = (field) => words.some((word) => fold(field).includes(word));
    const name = title || summary || people, others = [summary, text, people].filter((field) => field && field !== name);
    const link = make('a', '', ...marked(name, words, Infinity));
    link.href = form.dataset.root + (location.protocol === 'file:' ? url.replace(/\/(?=#|$)/, '/index.html') : url);
    return make('li', 'hit',
      make('h2', 'title', link),
      make('p', 'meta', kind, unit && '\u00a0· ', ...marked(unit, words, Infinity), year && `\u00a0· ${year}年`),
      make('p', 'excerpt', ...marked(others.find(says) || others[0] || '', words, EXCERPT)));
  }

  function report(count, shown, sure) {
    const narrowed = [...form.querySelectorAll('select')].some((choice) => choice.value);
    if (!count) return `没有找到，换一个词${narrowed ? '，或者放宽类别、单位、年份' : ''}试试`;
    if (!shown) return '还没有找到，可以接着找更多结果';
    return `找到${sure ? '' : '约'} ${count} 条` + (shown < count ? `，列出前 ${shown} 条` : '');
  }

  async function show(hits, words, start, mine) {
    hits = await settle(hits, start + PAGE, words);
    if (mine !== turn) return;
    const unread = hits.findIndex((hit) => !hit.story);
    const shown = Math.min(start + PAGE, unread < 0 ? hits.length : unread);
    const sure = unread < 0 || words.every((word) => word.length === 2);
    if (!start) list.textContent = '';
    list.append(...hits.slice(start, shown).map((hit) => item(hit, words)));
    say(report(hits.length, shown, sure));
    more.hidden = shown === hits.length;
    more.onclick = () => attempt(() => show(hits, words, shown, mine), mine);
    if (start && shown > start) list.children[start].querySelector('a').focus();
  }

  async function attempt(step, mine) {
    more.disabled = true;
    enough = loaded + BUDGET;
    try {
      await step();
    } catch (error) {
      if (mine === turn) say('搜索数据没有加载成功，请检查网络后再试');
    }
    more.disabled = false;
  }

  function remember(filled) {
    const query = new URLSearchParams(filled).toString();
    try {
      history.replaceState(null, '', location.pathname + (query && '?' + query));
    } catch (error) { /* some browsers refuse on file:// */ }
  }

  function search() {
    clearTimeout(timer);
    const mine = ++turn, filled = [...new FormData(form)].filter(([, value]) => value);
    const query = form.elements.q.value, apart = (texts) => [...new Set(texts.flatMap((text) => fold(text).split(' ')).filter(Boolean))];
    let words = apart(query.split(/\s+/));
    if (!words.some((word) => word[1])) words = apart([query]);  // 张 三
    remember(filled);
    more.hidden = true;
    if (!words.some((word) => pairs(word).length)) {
      list.textContent = '';
      return say(filled.length ? '请至少输入两个字' : '');
    }
    say('正在搜索…');
    const filters = filled.filter(([name]) => name !== 'q');
    attempt(async () => show(await candidates(words, filters), words, 0, mine), mine);
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  }

  document.querySelector('[data-search-off]').hidden = true;
  form.hidden = false;
  form.addEventListener('focusin', () => index().catch(() => {}));  // told when it matters
  form.addEventListener('input', (event) => { if (!event.isComposing) later(); });
  form.addEventListener('compositionend', later);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    search();
  });
  new URLSearchParams(location.search).forEach((value, name) => {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  });
  if (form.elements.q.value) search();
})();
