//! The model for the browser: JSON goes in, frames as little-endian `f32` and results as JSON come out.
//!
//! The page writes a request into memory from [`alloc`], calls [`open`], then [`step`] until the run is over, then [`close`].
//! After each call the answer lies at [`out_ptr`]; where a call gives -1, the reason in words lies at [`message_ptr`]. A trap
//! leaves its reason there too, and the instance is of no more use. Calls may grow the memory: views of it are made anew.

mod request;
mod session;

use session::Session;
use std::cell::RefCell;

/// What a call that failed gives.
const FAILED: i32 = -1;

#[derive(Default)]
struct Engine {
    session: Option<Session>,
    out: Vec<u8>,
}

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::default();
    /// Apart from the engine, so that a panic inside it can be told.
    static MESSAGE: RefCell<String> = RefCell::default();
}

fn tell(message: String) -> i32 {
    MESSAGE.with(|kept| *kept.borrow_mut() = message);
    FAILED
}

/// Keeps the words of a panic, of which the browser says only "unreachable". To be called once.
#[unsafe(no_mangle)]
pub extern "C" fn init() {
    std::panic::set_hook(Box::new(|panic| {
        tell(panic.to_string());
    }));
}

/// Room for `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> *mut u8 {
    Box::into_raw(vec![0u8; length].into_boxed_slice()).cast()
}

/// Gives back what [`alloc`] gave.
///
/// # Safety
/// `start` and `length` are those of one call of [`alloc`], and this is the only call for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(start: *mut u8, length: usize) {
    // SAFETY: the caller promises that this is the box that `alloc` let go.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(start, length)) });
}

/// Begins the run of a request (JSON, see `request.rs`). Gives the number of its days; the answer is the organisation as JSON.
///
/// # Safety
/// `start` and `length` are those of one call of [`alloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(start: *const u8, length: usize) -> i32 {
    // SAFETY: the caller promises so many bytes, which `alloc` has set.
    let bytes = unsafe { std::slice::from_raw_parts(start, length) };
    ENGINE.with(|engine| {
        let mut engine = engine.borrow_mut();
        engine.session = None;
        match request::read(bytes).map(Session::new) {
            Ok(session) => {
                engine.out = session.organisation();
                let days = session.days();
                engine.session = Some(session);
                days as i32
            }
            Err(message) => tell(message),
        }
    })
}

/// Simulates at most so many days. Gives the days simulated so far; the answer is the frames of these days, where they are
/// wanted. The frame of the first morning comes with the first call, also for 0 days.
#[unsafe(no_mangle)]
pub extern "C" fn step(days: u32) -> i32 {
    ENGINE.with(|engine| {
        let Engine { session, out } = &mut *engine.borrow_mut();
        let Some(session) = session else { return tell("no run is open".into()) };
        out.clear();
        session.step(days, out);
        session.day() as i32
    })
}

/// Ends the run, however far it is. The answer is what came out, as JSON: outcomes, series and events.
#[unsafe(no_mangle)]
pub extern "C" fn close() -> i32 {
    ENGINE.with(|engine| {
        let mut engine = engine.borrow_mut();
        let Some(session) = engine.session.take() else { return tell("no run is open".into()) };
        engine.out = session.finish();
        0
    })
}

/// Where the answer of the last call lies.
#[unsafe(no_mangle)]
pub extern "C" fn out_ptr() -> *const u8 {
    ENGINE.with(|engine| engine.borrow().out.as_ptr())
}

/// Bytes of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn out_len() -> usize {
    ENGINE.with(|engine| engine.borrow().out.len())
}

/// Where the reason of the last failure lies, as UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn message_ptr() -> *const u8 {
    MESSAGE.with(|message| message.borrow().as_ptr())
}

/// Bytes of the reason.
#[unsafe(no_mangle)]
pub extern "C" fn message_len() -> usize {
    MESSAGE.with(|message| message.borrow().len())
}
