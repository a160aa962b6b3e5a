/* Filters of a list: what they hold stands in the address, what they hide stands in the page.
   A list of several pages brings its later items in a script (fetch fails on file://), once. */
(function () {
  var doc = document, form = doc.getElementById('filter'), list = doc.getElementById('items');
  var found = doc.getElementById('found'), pager = doc.querySelector('.pager'), whole = !form.dataset.rest;
  var several = { unit: ' ', tag: '|', level: ' ' }; /* how the page parts what one item has several of */

  function wanted() {
    var chosen = {};
    [].forEach.call(form.elements, function (field) { if (field.name && field.value) chosen[field.name] = field.value; });
    return chosen;
  }
  function fits(item, chosen) {
    return Object.keys(chosen).every(function (name) {
      var has = item.getAttribute('data-' + name);
      return several[name] ? has.split(several[name]).indexOf(chosen[name]) >= 0 : has === chosen[name];
    });
  }
  function filter() {
    var chosen = wanted(), any = Object.keys(chosen).length > 0, left = 0;
    if (any && !whole) return bring(filter);
    [].forEach.call(list.children, function (item) {
      item.hidden = any ? !fits(item, chosen) : item.hasAttribute('data-later');
      if (!item.hidden) left += 1;
    });
    if (pager) pager.hidden = any;
    form.querySelector('[type=reset]').hidden = !any;
    found.textContent = any ? (left ? '找到 ' + left + ' ' + form.dataset.measure : '没有符合条件的内容，换一个条件试试') : '';
  }
  function bring(then) {
    var script = doc.createElement('script');
    script.src = form.dataset.rest;
    script.onload = function () {
      var box = doc.createElement('ol');
      box.innerHTML = window.showcaseRest;
      while (box.firstElementChild) {
        box.firstElementChild.setAttribute('data-later', '');
        list.appendChild(box.firstElementChild);
      }
      whole = true;
      then();
    };
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
      if (field.value !== value) field.add(new Option(value, value, true, true));
    });
  }

  form.hidden = false;
  form.addEventListener('change', function () { remember(); filter(); });
  form.addEventListener('reset', function () {
    form.elements[0].focus(); /* the button that had the focus goes */
    setTimeout(function () { remember(); filter(); });
  });
  recall();
  filter();
})();
