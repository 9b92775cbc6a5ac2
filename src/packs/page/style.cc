// The style and the script of pages. The script adds tabs, copying and the choice of theme; without it everything is
// there to read, one below the other.
#include "packs/page/pack_page.h"

namespace quarry {

std::string_view PageStyle() {
  return R"css(
:root{color-scheme:light;--bg:#f6f7f9;--card:#fff;--text:#1b2230;--soft:#56607a;--line:#dfe3ea;--accent:#2f4bd6;--accent-soft:#e9edff;
--code:#f4f6fa;--c:#66707f;--s:#0a6b3d;--n:#8a4b08;--k:#8230b5;--f:#1550c0;--p:#1550c0;--high:#b3261e;--high-soft:#fdeceb;--medium:#8a5300;--medium-soft:#fff2dc;
--low:#0b6158;--low-soft:#dff5f1;--shadow:0 1px 2px rgba(20,30,60,.06),0 4px 16px rgba(20,30,60,.05)}
:root[data-theme=dark]{color-scheme:dark;--bg:#0f131b;--card:#171d28;--text:#e4e8f0;--soft:#9ba6bb;--line:#2a3242;--accent:#93a7ff;--accent-soft:#212b4d;
--code:#11161f;--c:#8692a6;--s:#7fd6a4;--n:#f0b26b;--k:#d4a0ff;--f:#86b6ff;--p:#86b6ff;--high:#ff9a91;--high-soft:#43201f;--medium:#ffc46b;--medium-soft:#3d2e14;
--low:#6fdccb;--low-soft:#133a36;--shadow:none}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;--bg:#0f131b;--card:#171d28;--text:#e4e8f0;--soft:#9ba6bb;--line:#2a3242;--accent:#93a7ff;--accent-soft:#212b4d;
--code:#11161f;--c:#8692a6;--s:#7fd6a4;--n:#f0b26b;--k:#d4a0ff;--f:#86b6ff;--p:#86b6ff;--high:#ff9a91;--high-soft:#43201f;--medium:#ffc46b;--medium-soft:#3d2e14;
--low:#6fdccb;--low-soft:#133a36;--shadow:none}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,button:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:9}
header.top{background:var(--card);border-bottom:1px solid var(--line)}
.wrap{max-width:78rem;margin:0 auto;padding:0 1.25rem}
header.top .wrap{padding-top:1.5rem;padding-bottom:1.75rem}
.crumb{display:flex;justify-content:space-between;align-items:center;gap:1rem;font-size:.875rem;color:var(--soft)}
h1{font-size:clamp(1.6rem,1.2rem + 1.9vw,2.4rem);line-height:1.2;margin:.6rem 0 .5rem;letter-spacing:-.015em;text-wrap:balance}
.goal{font-size:1.1rem;color:var(--soft);max-width:52rem;margin:0 0 1.1rem}
.chips{display:flex;flex-wrap:wrap;gap:.45rem;margin:0;padding:0;list-style:none}
.chip{display:inline-flex;gap:.4rem;align-items:baseline;border:1px solid var(--line);border-radius:99rem;padding:.12rem .7rem;font-size:.84rem;background:var(--card);color:var(--text);text-decoration:none;white-space:nowrap}
.chips>li{margin:0}.chip b{font-weight:600}.chip span{color:var(--soft)}
.chip.high,.chip.critical{background:var(--high-soft);color:var(--high);border-color:transparent}
.chip.medium{background:var(--medium-soft);color:var(--medium);border-color:transparent}
.chip.low,.chip.informational{background:var(--low-soft);color:var(--low);border-color:transparent}
.chip.high span,.chip.critical span,.chip.medium span,.chip.low span,.chip.informational span{color:inherit}
.layout{display:grid;grid-template-columns:14.5rem minmax(0,1fr);gap:2.25rem;padding-top:1.75rem;padding-bottom:4rem;align-items:start}
nav.toc{position:sticky;top:1rem;font-size:.92rem}
nav.toc summary{display:none}
nav.toc ol{list-style:none;margin:0;padding:0;border-left:2px solid var(--line)}
nav.toc a{display:block;padding:.22rem .9rem;color:var(--soft);text-decoration:none;margin-left:-2px;border-left:2px solid transparent}
nav.toc a:hover{color:var(--text)}nav.toc a[aria-current]{color:var(--accent);border-color:var(--accent);font-weight:600}
main>section{background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:1.4rem 1.6rem 1.6rem;margin-bottom:1.25rem;box-shadow:var(--shadow)}
h2{font-size:1.3rem;line-height:1.3;margin:0 0 .8rem;letter-spacing:-.01em}
h3{font-size:1.06rem;margin:1.5rem 0 .5rem}h4{font-size:.98rem;margin:1.3rem 0 .4rem}h5,h6{margin:1rem 0 .3rem}
p{margin:.5rem 0 .8rem;max-width:46rem}li{max-width:46rem}.soft{color:var(--soft)}
ul,ol{padding-left:1.3rem}li{margin:.25rem 0}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft);font-size:.82rem}tbody tr:last-child>*{border-bottom:0}
tbody th{color:var(--text);font-size:inherit}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}
dl.facts{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.3rem 1.2rem;margin:.6rem 0 1rem;font-size:.92rem}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0;overflow-wrap:anywhere}
code,pre,kbd{font-family:ui-monospace,SFMono-Regular,"Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
main p,main li{overflow-wrap:anywhere}
:not(pre)>code{background:var(--code);border:1px solid var(--line);border-radius:.3rem;padding:.05em .3em;overflow-wrap:anywhere}
.code{position:relative;margin:.7rem 0 1rem;border:1px solid var(--line);border-radius:.55rem;background:var(--code);overflow:hidden}
.code .bar{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;justify-content:space-between;padding:.4rem .5rem .4rem .9rem;border-bottom:1px solid var(--line);font-size:.82rem;color:var(--soft)}
.code .bar .acts{display:flex;flex-wrap:wrap;gap:.4rem}
pre{margin:0;padding:.9rem;overflow:auto;max-height:34rem;line-height:1.5;tab-size:4;font-size:.82rem}pre code{font-size:inherit}
.c{color:var(--c);font-style:italic}.s{color:var(--s)}.n{color:var(--n)}.k{color:var(--k);font-weight:600}.f{color:var(--f)}.p{color:var(--p)}
button,.button{font:inherit;font-size:.82rem;border:1px solid var(--line);background:var(--card);color:var(--text);border-radius:.4rem;padding:.18rem .65rem;cursor:pointer;text-decoration:none;display:inline-block;white-space:nowrap}
button:hover,.button:hover{border-color:var(--accent);color:var(--accent)}
.tablist{display:flex;gap:.25rem;overflow-x:auto;border-bottom:1px solid var(--line);margin:0 0 1rem}
.tablist button{border:0;border-bottom:2px solid transparent;border-radius:0;background:none;padding:.5rem .9rem;font-size:.95rem;color:var(--soft)}
.tablist button[aria-selected=true]{color:var(--accent);border-color:var(--accent);font-weight:600}
.tabs.on .panel>h3:first-child{margin-top:.4rem}
details.item{border-top:1px solid var(--line)}details.item:last-of-type{border-bottom:1px solid var(--line)}
details.item>summary{cursor:pointer;padding:.7rem .2rem;font-weight:600;list-style:none;display:flex;gap:.7rem;align-items:baseline}
details.item>summary::-webkit-details-marker{display:none}
details.item>summary::before{content:"";flex:none;width:.45em;height:.45em;border-right:2px solid var(--soft);border-bottom:2px solid var(--soft);transform:translateY(-.15em) rotate(-45deg);transition:transform .12s}
details.item[open]>summary::before{transform:translateY(-.2em) rotate(45deg)}
details.item>summary .soft{font-weight:400;font-size:.88rem}
details.item>summary .name{flex:1;min-width:0}details.item>summary .end{flex:none;font-weight:400}
details.item>div{padding:0 .2rem 1rem 1.35rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(17rem,1fr));gap:.9rem;margin:.8rem 0 0;padding:0;list-style:none}
.cards>li{border:1px solid var(--line);border-radius:.6rem;padding:.85rem 1rem;margin:0;max-width:none}
.cards h3{margin:0 0 .3rem}.cards p{margin:.3rem 0;font-size:.92rem}
.call{border-left:3px solid var(--accent);background:var(--accent-soft);border-radius:0 .5rem .5rem 0;padding:.6rem 1rem;margin:.8rem 0}
.call p{margin:.2rem 0}
footer{color:var(--soft);font-size:.86rem;padding-bottom:2.5rem}
@media (max-width:60rem){.layout{grid-template-columns:minmax(0,1fr);gap:1rem;padding-top:1rem}
nav.toc{position:static;background:var(--card);border:1px solid var(--line);border-radius:.8rem;padding:.5rem 1rem}
nav.toc summary{display:block;cursor:pointer;font-weight:600;padding:.3rem 0}nav.toc ol{margin:.3rem 0 .6rem;columns:2 11rem}
main>section{padding:1.1rem 1.05rem 1.2rem}}
@media (max-width:36rem){.wrap{padding-left:.8rem;padding-right:.8rem}dl.facts{column-gap:.8rem}
details.item>div{padding-left:.2rem}.stack thead{display:none}.stack tr{display:block;padding:.5rem 0;border-bottom:1px solid var(--line)}.stack td,.stack tbody th{display:block;border:0;padding:.1rem 0}
.stack td[data-label]::before{content:attr(data-label) ": ";color:var(--soft)}details.item>summary .end{font-size:.74rem;padding:.05rem .5rem}}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}*{transition:none!important}}
@media print{:root,:root[data-theme=dark]{--bg:#fff;--card:#fff;--text:#000;--soft:#444;--line:#bbb;--code:#fff;--accent:#000;--shadow:none}
body{font-size:10.5pt}nav.toc,button,.acts,.skip,.tablist{display:none!important}.layout{display:block}main>section{border:0;padding:0;margin:0 0 1.2rem}
.panel[hidden]{display:block!important}pre{max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}h2,h3,h4,summary{break-after:avoid}
.scroll{overflow:visible}tr,.cards>li{break-inside:avoid}a{color:inherit}.refs a::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}}
)css";
}

std::string_view PageScript() {
  return R"js(
(function(){
'use strict';
var root=document.documentElement;
function all(selector,from){return Array.prototype.slice.call((from||document).querySelectorAll(selector));}
function store(value){try{if(value===undefined)return localStorage.getItem('theme');localStorage.setItem('theme',value);}catch(e){return null;}}
var saved=store();if(saved==='dark'||saved==='light')root.setAttribute('data-theme',saved);
var toggle=document.getElementById('theme');
function dark(){var t=root.getAttribute('data-theme');return t?t==='dark':matchMedia('(prefers-color-scheme: dark)').matches;}
function label(){toggle.textContent=dark()?'Light':'Dark';toggle.setAttribute('aria-label','Switch to the '+(dark()?'light':'dark')+' theme');}
if(toggle){toggle.hidden=false;label();toggle.addEventListener('click',function(){var next=dark()?'light':'dark';root.setAttribute('data-theme',next);store(next);label();});}
all('.tabs').forEach(function(tabs,t){
  var panels=all(':scope > .panel',tabs),list=document.createElement('div'),buttons=[];
  list.className='tablist';list.setAttribute('role','tablist');list.setAttribute('aria-label',tabs.getAttribute('data-label'));
  function select(i,focus){panels.forEach(function(p,j){p.hidden=j!==i;buttons[j].setAttribute('aria-selected',j===i?'true':'false');buttons[j].tabIndex=j===i?0:-1;});if(focus)buttons[i].focus();}
  panels.forEach(function(panel,i){
    var b=document.createElement('button');b.type='button';b.id='tab-'+t+'-'+i;b.textContent=panel.getAttribute('data-tab');
    b.setAttribute('role','tab');b.setAttribute('aria-controls',panel.id);panel.setAttribute('role','tabpanel');panel.setAttribute('aria-labelledby',b.id);
    b.addEventListener('click',function(){select(i);});
    b.addEventListener('keydown',function(e){var d=e.key==='ArrowRight'?1:e.key==='ArrowLeft'?-1:0;if(d){e.preventDefault();select((i+d+panels.length)%panels.length,true);}});
    buttons.push(b);list.appendChild(b);});
  tabs.insertBefore(list,tabs.firstChild);tabs.classList.add('on');select(0);
  function reveal(){var target=location.hash&&document.getElementById(location.hash.slice(1));panels.forEach(function(p,i){if(target&&p.contains(target))select(i);});}
  window.addEventListener('hashchange',reveal);reveal();
});
function open(){var target=location.hash&&document.getElementById(decodeURIComponent(location.hash.slice(1)));var at=target;
  while(at){if(at.tagName==='DETAILS')at.open=true;at=at.parentElement;}if(target)target.scrollIntoView();}
window.addEventListener('hashchange',open);open();
function copied(button,done){button.textContent=done?'Copied':'Press Ctrl+C';setTimeout(function(){button.textContent='Copy';},1600);}
function select(node){var range=document.createRange(),s=getSelection();range.selectNodeContents(node);s.removeAllRanges();s.addRange(range);}
all('.code').forEach(function(block){
  var code=block.querySelector('code'),acts=block.querySelector('.acts');
  if(!acts){var bar=document.createElement('div');bar.className='bar';bar.innerHTML='<span></span><span class="acts"></span>';block.insertBefore(bar,block.firstChild);acts=bar.querySelector('.acts');}
  var b=document.createElement('button');b.type='button';b.textContent='Copy';b.setAttribute('aria-live','polite');acts.insertBefore(b,acts.firstChild);
  b.addEventListener('click',function(){
    function fallback(){select(code);var done=false;try{done=document.execCommand('copy');}catch(e){}copied(b,done);}
    if(navigator.clipboard&&navigator.clipboard.writeText)navigator.clipboard.writeText(code.textContent).then(function(){copied(b,true);},fallback);else fallback();});
});
var toc=document.querySelector('nav.toc details');
if(toc&&matchMedia('(max-width:60rem)').matches)toc.open=false;
var links=all('nav.toc a');
if('IntersectionObserver' in window&&links.length){
  var seen={};var observer=new IntersectionObserver(function(entries){
    entries.forEach(function(e){seen[e.target.id]=e.isIntersecting;});
    var current=null;links.forEach(function(a){if(!current&&seen[a.hash.slice(1)])current=a;});
    if(current)links.forEach(function(a){if(a===current)a.setAttribute('aria-current','true');else a.removeAttribute('aria-current');});
  },{rootMargin:'0px 0px -60% 0px'});
  links.forEach(function(a){var s=document.getElementById(a.hash.slice(1));if(s)observer.observe(s);});
}
var closed=[];
window.addEventListener('beforeprint',function(){closed=all('details:not([open])');closed.forEach(function(d){d.open=true;});});
window.addEventListener('afterprint',function(){closed.forEach(function(d){d.open=false;});});
})();
)js";
}

}  // namespace quarry
