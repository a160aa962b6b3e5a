/* Filters of a list: what they hold stands in the address, and what would find nothing is not offered.
   A list of several pages brings scripts (fetch fails on file://): what each item holds, once; then
   the pages that hold what was found, at most eight at a time. */
(function () {
  var doc = document, form = doc.getElementById('filter'), list = doc.getElementById('items');
  var found = doc.getElementById('found'), reset = form.querySelector('[type=reset]');
  var pager = doc.querySelector('.pager'), rest = form.dataset.rest, measure = form.dataset.measure;
  var several = { unit: ' ', tag: '|', level: ' ' }; /* how the page parts what one item has several of */
  var fields = [].filter.call(form.elements, function (field) { return field.options; });
  var first = [].slice.call(list.children), items = first.slice(), most = first.length, LOADS = 8;
  var held, hits, shown, turn = 0;
  var none = doc.createElement('p'), more = doc.createElement('button'), after = pager || list;

  function wanted() {
    var chosen = {};
    fields.forEach(function (field) { if (field.value) chosen[field.name] = field.value; });
    return chosen;
  }
  function read(then) {
    if (held) return then();
    if (rest) return bring('index', function () { most = showcaseIndex.most; held = whole(showcaseIndex.held); then(); });
    held = {};
    fields.forEach(function (field) {
      var name = field.name;
      held[name] = first.map(function (item) {
        var has = item.getAttribute('data-' + name);
        return several[name] ? has.split(several[name]) : [has];
      });
    });
    then();
  }
  function whole(packed) {
    Object.keys(packed).forEach(function (name) {
      packed[name] = packed[name].of.map(function (number) { return packed[name].sets[number]; });
    });
    return packed;
  }
  function fitting(chosen, but) {
    var names = Object.keys(chosen).filter(function (name) { return name !== but; }), found = [];
    held[fields[0].name].forEach(function (any, n) {
      if (names.every(function (name) { return held[name][n].indexOf(chosen[name]) >= 0; })) found.push(n);
    });
    return found;
  }
  function offer(chosen) { /* each choice with what it would find beside the other filters */
    fields.forEach(function (field) {
      var counts = Object.create(null);
      fitting(chosen, field.name).forEach(function (n) {
        held[field.name][n].forEach(function (value) { counts[value] = (counts[value] || 0) + 1; });
      });
      [].forEach.call(field.options, function (option) {
        if (!option.value) return;
        /* `found` counts what is chosen; a narrow select has no room for more than its name. */
        option.text = option.text.replace(/（\d+）$/, '') + (option.selected ? '' : '（' + (counts[option.value] || 0) + '）');
        option.disabled = !counts[option.value] && !option.selected;
      });
    });
  }
  function filter() {
    var chosen = wanted(), any = Object.keys(chosen).length > 0, now = ++turn;
    if (!any && !held) return;
    read(function () {
      if (now !== turn) return;
      offer(chosen);
      hits = any ? fitting(chosen) : [];
      shown = 0;
      list.replaceChildren.apply(list, any ? [] : first);
      if (pager) pager.hidden = any;
      reset.hidden = !any;
      none.hidden = !any || hits.length > 0;
      more.hidden = true;
      found.textContent = any ? held[fields[0].name].length + ' ' + measure + '中找到 ' + hits.length + ' ' + measure : '';
      further();
    });
  }
  function further(asked) {
    var now = turn, begin = shown, end = shown, missing = [];
    for (; end < hits.length && end - begin < most; end += 1) {
      var page = Math.floor(hits[end] / most) + 1;
      if (items[hits[end]] || missing.indexOf(page) >= 0) continue;
      if (missing.length === LOADS) break;
      missing.push(page);
    }
    var left = missing.length;
    missing.forEach(function (page) {
      bring(page, function () { keep(page); left -= 1; if (!left) show(); });
    });
    if (!left) show();
    function show() {
      if (now !== turn || shown !== begin) return;
      hits.slice(begin, end).forEach(function (n) { list.appendChild(items[n]); });
      shown = end;
      more.hidden = end === hits.length;
      more.textContent = '再看一些（还有 ' + (hits.length - end) + ' ' + measure + '）';
      if (asked) items[hits[begin]].querySelector('a').focus();
    }
  }
  function keep(page) {
    var box = doc.createElement('ol');
    box.innerHTML = showcasePages[page];
    [].forEach.call(box.children, function (item, n) { items[(page - 1) * most + n] = item; });
  }
  function bring(name, then) {
    var script = doc.createElement('script');
    script.src = rest + name + '.js';
    script.onload = then;
    script.onerror = function () { found.textContent = '其余内容没有加载成功，请刷新页面再试'; };
    doc.head.appendChild(script);
  }
  function remember() {
    var query = new URLSearchParams(wanted()).toString();
    try { history.replaceState(null, '', location.pathname + (query ? '?' + query : '')); } catch (error) { /* file:// */ }
  }
  function recall() {
    new URLSearchParams(location.search).forEach(function (value, name) {
      var field = form.elements[name];
      if (!field || !field.options) return;
      field.value = value;
      if (field.value !== value) field.add(new Option(value, value, false, true)); /* no default: 清除 clears it */
    });
  }

  window.showcasePages = {};
  none.className = 'empty';
  none.innerHTML = '没有同时符合这些条件的内容。<br><button type="reset" form="filter">清除条件，看全部</button>';
  more.type = 'button';
  more.className = 'further';
  none.hidden = more.hidden = true;
  after.after(none, more);
  more.addEventListener('click', function () { further(true); });
  form.hidden = false;
  form.addEventListener('change', function () { remember(); filter(); });
  form.addEventListener('reset', function () {
    fields[0].focus(); /* the button that had the focus goes */
    setTimeout(function () { remember(); filter(); });
  });
  recall();
  filter();
})();
