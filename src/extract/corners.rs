//! How many corners of codes a picture has, before anybody takes the time to put them together.

/// The corners of codes in a picture of dark and light, counted no further than one more than a limit: squares whose middle rows
/// and columns are dark, light, dark, light, dark as 1 : 1 : 3 : 1 : 1.
pub(super) fn corners(width: usize, height: usize, limit: usize, is_dark: impl Fn(usize, usize) -> bool) -> usize {
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for y in 0..height {
        let mut runs = [0_usize; 5];
        let mut last = false;
        for x in 0..=width {
            // Past the edge it is light.
            let dark = x < width && is_dark(x, y);
            if dark == last {
                runs[4] += 1;
                continue;
            }
            if last && is_corner(&runs) {
                let unit = runs.iter().sum::<usize>() / 7;
                let middle = x - runs[4] - runs[3] - runs[2] / 2 - 1;
                let is_known = found.iter().rev().take(limit).any(|(x, before, size)| x.abs_diff(middle) <= 2 * size && y - before <= 8 * size);
                if !is_known && stands_upright(middle, y, height, unit, &is_dark) {
                    found.push((middle, y, unit.max(1)));
                    if found.len() > limit {
                        return found.len();
                    }
                }
            }
            runs.rotate_left(1);
            runs[4] = 1;
            last = dark;
        }
    }
    found.len()
}

/// Whether five runs are as 1 : 1 : 3 : 1 : 1, each by half a unit more or less at most, small ones by a pixel.
fn is_corner(runs: &[usize; 5]) -> bool {
    let sum: usize = runs.iter().sum();
    sum >= 7 && runs.iter().zip([1, 1, 3, 1, 1]).all(|(run, units)| (run * 7).abs_diff(sum * units) <= (sum * units / 2).max(7))
}

/// Whether the column through a pixel is dark for about three units, and light and dark again above and below.
fn stands_upright(x: usize, y: usize, height: usize, unit: usize, is_dark: impl Fn(usize, usize) -> bool) -> bool {
    let most = 5 * unit.max(1);
    let up = |from: usize, dark: bool| (0..=from).rev().take(most).take_while(|y| is_dark(x, *y) == dark).count();
    let down = |from: usize, dark: bool| (from..height).take(most).take_while(|y| is_dark(x, *y) == dark).count();
    let (above, below) = (up(y, true), down(y, true));
    if above == 0 || above > y || y + below >= height {
        return false;
    }
    let (light_above, light_below) = (up(y - above, false), down(y + below, false));
    let middle = above + below - 1;
    let near = |run: usize, units: usize| (run).abs_diff(units * unit.max(1)) <= (units * unit / 2).max(1);
    near(middle, 3) && near(light_above, 1) && near(light_below, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Corners side by side, each of seven units and a gap of one.
    fn picture(count: usize, unit: usize) -> (usize, usize, Vec<bool>) {
        let (width, height) = ((count * 8 + 1) * unit, 9 * unit);
        let dark = |x: usize, y: usize| {
            let (x, y) = ((x / unit).wrapping_sub(1) % 8, (y / unit).wrapping_sub(1));
            let ring = |from: usize, to: usize| (from..=to).contains(&x) && (from..=to).contains(&y);
            (ring(0, 6) && !ring(1, 5)) || ring(2, 4)
        };
        (width, height, (0..width * height).map(|at| dark(at % width, at / width)).collect())
    }

    #[test]
    fn corners_are_counted_once() {
        for (count, unit) in [(1, 1), (3, 1), (3, 4), (12, 3), (5, 10)] {
            let (width, height, pixels) = picture(count, unit);
            assert_eq!(corners(width, height, 100, |x, y| pixels[y * width + x]), count, "{count} of {unit}");
        }
        let (width, height, pixels) = picture(40, 2);
        assert_eq!(corners(width, height, 10, |x, y| pixels[y * width + x]), 11);
    }
}
