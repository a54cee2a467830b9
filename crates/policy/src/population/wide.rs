//! Loops over lanes with the widest vectors that the machine has, chosen when the program runs.
//!
//! What a loop works with is moved into it, not borrowed: only then do compilers know that it does not change on the way.

/// Runs a loop compiled for the machine at hand. What it calls must be inlined to profit.
#[inline]
pub(super) fn wide<R>(work: impl FnOnce() -> R) -> R {
    pulp::Arch::new().dispatch(work)
}

/// Each value, changed.
pub(super) fn map<T: Copy, R: Copy + Default>(values: &[T], f: impl Fn(T) -> R + Copy) -> Vec<R> {
    let mut result = vec![R::default(); values.len()];
    change(
        &mut result,
        values,
        #[inline(always)]
        move |result, value| *result = f(value),
    );
    result
}

/// Two values of each lane, joined.
pub(super) fn map2<L: Copy, R: Copy, T: Copy + Default>(
    left: &[L],
    right: &[R],
    f: impl Fn(L, R) -> T + Copy,
) -> Vec<T> {
    let mut result = vec![T::default(); left.len().min(right.len())];
    let into = result.as_mut_slice();
    wide(
        #[inline(always)]
        move || {
            for (result, (left, right)) in into.iter_mut().zip(left.iter().zip(right)) {
                *result = f(*left, *right);
            }
        },
    );
    result
}

/// Changes each value by another one of its lane.
pub(super) fn change<T, R: Copy>(values: &mut [T], by: &[R], f: impl Fn(&mut T, R) + Copy) {
    wide(
        #[inline(always)]
        move || {
            for (value, by) in values.iter_mut().zip(by) {
                f(value, *by);
            }
        },
    );
}

/// Changes both values of each lane.
pub(super) fn change2<L, R>(left: &mut [L], right: &mut [R], f: impl Fn(&mut L, &mut R) + Copy) {
    wide(
        #[inline(always)]
        move || {
            for (left, right) in left.iter_mut().zip(right) {
                f(left, right);
            }
        },
    );
}
