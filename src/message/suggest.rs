//! Messages about changes that help.

use super::messages;

messages! {
    /// Before the changes of a scene.
    heading() en "how to open it:" zh "如何打开：";
    /// No change is known.
    none() en "no change is known that helps" zh "没有已知的可行办法";
    /// A change with the verdict it brings.
    brings(change: &str, verdict: &str) en "{change} — {verdict}" zh "{change}——{verdict}";
    /// A change in one scene.
    in_scene(scene: &str, change: &str) en "suggestion for {scene}: {change}" zh "建议（{scene}）：{change}";
    /// The plain spelling.
    spelling(link: &str) en "write the link plainly: {link}" zh "按规范写法书写链接：{link}";
    /// `https` in place of `http`.
    https(link: &str) en "use https, if the site serves it: {link}" zh "若该网站支持，改用 https：{link}";
    /// Without parameters that only track.
    untracked(link: &str) en "leave out the parameters that only track: {link}" zh "去掉仅用于跟踪的参数：{link}";
    /// The target itself.
    target(link: &str) en "link the target itself: {link}" zh "直接链接目标本身：{link}";
    /// Another scene.
    scene(name: &str, id: &str) en "use another scene: {name} ({id})" zh "改用其他场景：{name}（{id}）";
    /// A later day.
    later(date: &str) en "wait until {date}" zh "等到 {date}";
    /// As text.
    copy_text() en "write it as text, to be copied into a browser" zh "以文本形式写出，供复制到浏览器打开";
}
