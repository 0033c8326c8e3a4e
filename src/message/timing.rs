//! Words of the times of a run.

use super::{Text, messages};
use crate::timing::{Stage, Who};

messages! {
    /// What the times are of.
    times(wall: &str, links: u64, rate: u64, read: &str, speed: &str) en "time: {wall} s; {links} links ({rate} links/s), {read} MB read ({speed} MB/s)" zh "用时：{wall} 秒；{links} 条链接（{rate} 条/秒），读取 {read} MB（{speed} MB/秒）";
    /// How much was unpacked.
    unpacked(megabytes: &str) en "unpacked: {megabytes} MB" zh "解压得到：{megabytes} MB";
    /// What stands above the threads.
    seconds() en "seconds" zh "秒";
    /// The row under all threads.
    all() en "all" zh "合计";
}

/// The name of a stage.
#[must_use]
pub fn stage(stage: Stage) -> Text {
    let zh = match stage {
        Stage::Loading => "加载",
        Stage::Finding => "查找",
        Stage::Reading => "读取",
        Stage::Unpacking => "解压",
        Stage::Extracting => "提取",
        Stage::Judging => "判定",
        Stage::Writing => "写出",
        Stage::Waiting => "等待",
        Stage::Other => "其他",
    };
    Text { en: stage.as_str().to_owned(), zh: zh.to_owned() }
}

/// The name of a thread.
#[must_use]
pub fn who(who: Who) -> Text {
    match who {
        Who::Main => Text { en: "main".to_owned(), zh: "主线程".to_owned() },
        Who::Worker(number) => Text { en: format!("worker {number}"), zh: format!("工作线程 {number}") },
        Who::Ahead => Text { en: "read-ahead".to_owned(), zh: "预读".to_owned() },
    }
}
