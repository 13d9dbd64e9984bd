//! Prints what Candle does in the cases of docs/reference/semantics.md: `cargo run --release --bin semantics`.
use candle_core::{DType, Device, IndexOp, Result, Tensor, D};
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::channel;
use std::time::Duration;

const CPU: Device = Device::Cpu;
const NAN: f32 = f32::NAN;
const INF: f32 = f32::INFINITY;

fn number(x: f64) -> String {
    if x.is_nan() {
        "nan".into()
    } else if x.is_infinite() {
        (if x > 0. { "inf" } else { "-inf" }).into()
    } else if x == 0. && x.is_sign_negative() {
        "-0".into()
    } else if x == x.trunc() {
        format!("{x:.0}")
    } else {
        format!("{x:.4}").trim_end_matches('0').to_string()
    }
}

/// I64 keeps its digits, everything else goes through F64.
fn values(t: &Tensor) -> Result<String> {
    let flat = t.flatten_all()?;
    let words: Vec<String> = if t.dtype() == DType::I64 {
        flat.to_vec1::<i64>()?.iter().map(|x| x.to_string()).collect()
    } else {
        flat.to_dtype(DType::F64)?.to_vec1::<f64>()?.into_iter().map(number).collect()
    };
    Ok(if words.is_empty() { "nothing".into() } else { words.join(" ") })
}

/// A case runs on a thread of its own, since not all of them end.
fn case(name: &str, f: impl Fn() -> Result<Tensor> + Send + 'static) {
    let (done, result) = channel();
    std::thread::spawn(move || {
        let text = match catch_unwind(AssertUnwindSafe(|| f().and_then(|t| values(&t)))) {
            Ok(Ok(text)) => text,
            Ok(Err(_)) => "error".into(),
            Err(_) => "panic".into(),
        };
        let _ = done.send(text);
    });
    let text = result.recv_timeout(Duration::from_secs(5)).unwrap_or("does not end".into());
    println!("{name}\t{text}");
}

fn f(x: &[f32]) -> Result<Tensor> {
    Tensor::new(x, &CPU)
}

fn empty() -> Result<Tensor> {
    Tensor::zeros((2, 0), DType::F32, &CPU)
}

fn main() {
    std::panic::set_hook(Box::new(|_| {}));
    case("round", || f(&[0.5, 1.5, 2.5, -0.5, -2.5])?.round());
    case("sign", || f(&[-0.0, NAN, -INF])?.sign());
    case("relu", || f(&[NAN, -0.0])?.relu());
    case("sqrt log recip", || {
        Tensor::cat(&[f(&[-1.])?.sqrt()?, f(&[0., -1.])?.log()?, f(&[0., -0.0])?.recip()?], 0)
    });
    case("gelu", || f(&[-INF, INF, NAN])?.gelu());
    case("silu", || f(&[-INF, INF])?.silu());
    case("powf", || Tensor::cat(&[f(&[-8.])?.powf(1. / 3.)?, f(&[0., NAN])?.powf(0.)?], 0));
    case("pow", || f(&[-2., 2.])?.pow(&f(&[3., -1.])?));
    case("maximum", || f(&[NAN, 1.])?.maximum(&f(&[1., NAN])?));
    case("max", || f(&[1., NAN, 3.])?.max(0));
    case("argmax", || f(&[1., NAN, 3.])?.argmax(0));
    case("argmax of ties", || f(&[1., 3., 3.])?.argmax(0));
    case("eq", || f(&[NAN, 0.])?.eq(&f(&[NAN, -0.0])?));
    case("clamp", || f(&[NAN, 5., -5.])?.clamp(-1f32, 1f32));
    case("clamp, bounds exchanged", || f(&[5., 0., -5.])?.clamp(1f32, -1f32));
    case("sort ascending", || Ok(f(&[2., NAN, -INF, 1.])?.sort_last_dim(true)?.0));
    case("sort descending", || Ok(f(&[2., NAN, -INF, 1.])?.sort_last_dim(false)?.0));
    case("argsort of ties", || f(&[1., 0., 1., 0.])?.arg_sort_last_dim(true));
    case("sum of nothing", || empty()?.sum(1));
    case("mean of nothing", || empty()?.mean(1));
    case("max of nothing", || empty()?.max(1));
    case("var of one", || f(&[3.])?.var(0));
    case("logsumexp of -inf", || f(&[-INF, -INF])?.log_sum_exp(0));
    case("softmax of -inf", || candle_nn::ops::softmax(&f(&[-INF, -INF])?, D::Minus1));
    case("matmul over nothing", || empty()?.matmul(&Tensor::zeros((0, 2), DType::F32, &CPU)?));
    case("cat with nothing", || Tensor::cat(&[&empty()?, &Tensor::ones((2, 1), DType::F32, &CPU)?], 1));
    case("narrow to nothing", || f(&[1., 2.])?.narrow(0, 2, 0));
    case("range beyond the end", || f(&[1., 2.])?.i(0..5));
    case("range from beyond the end", || f(&[1., 2.])?.i(5..));
    case("arange downwards", || Tensor::arange_step(5f32, 0., -2., &CPU));
    case("arange of nothing", || Tensor::arange(3f32, 1., &CPU));
    case("u8 add", || Tensor::new(&[200u8], &CPU)? + Tensor::new(&[100u8], &CPU)?);
    case("u8 sum", || Tensor::new(&[200u8, 100], &CPU)?.sum(0));
    case("i64 add", || Tensor::new(&[i64::MAX], &CPU)? + Tensor::new(&[1i64], &CPU)?);
    case("i64 add 2^53 + 1", || Tensor::new(&[1i64], &CPU)? + 9007199254740993f64);
    case("i64 neg abs", || {
        let x = Tensor::new(&[i64::MIN], &CPU)?;
        Tensor::cat(&[x.neg()?, x.abs()?], 0)
    });
    case("i64 div", || Tensor::new(&[7i64, -7], &CPU)? / Tensor::new(&[2i64, 2], &CPU)?);
    case("i64 div by 0", || Tensor::new(&[7i64], &CPU)? / Tensor::new(&[0i64], &CPU)?);
    case("i64 mean", || Tensor::new(&[1i64, 2], &CPU)?.mean(0));
    case("i64 times 0.5", || Tensor::new(&[3i64], &CPU)? * 0.5);
    case("f32 to u8", || f(&[-1.5, 300., NAN, 2.9])?.to_dtype(DType::U8));
    case("f32 to i64", || f(&[INF, -INF, -2.9])?.to_dtype(DType::I64));
    case("i64 to u8", || Tensor::new(&[300i64, -1], &CPU)?.to_dtype(DType::U8));
    case("i64 to bf16", || Tensor::new(&[(257i64 << 40) + 1], &CPU)?.to_dtype(DType::BF16));
    case("f32 to f16", || f(&[70000., 65519., 1e-8, 0.1])?.to_dtype(DType::F16));
    case("f32 to bf16", || f(&[1.00390625, 1.01171875, 3.4e38])?.to_dtype(DType::BF16));
    case("f32 to f8e4m3", || f(&[500., -500., 0.0019])?.to_dtype(DType::F8E4M3));
    case("f16 sum of 4096 ones", || Tensor::ones(4096, DType::F16, &CPU)?.sum(0));
    case("bf16 add", || {
        let x = Tensor::new(&[256f32], &CPU)?.to_dtype(DType::BF16)?;
        &x + Tensor::new(&[1f32], &CPU)?.to_dtype(DType::BF16)?
    });
    case("bf16 matmul", || {
        let x = Tensor::ones((1, 300), DType::BF16, &CPU)?;
        x.matmul(&x.t()?)
    });
    case("interpolate 3 to 5", || {
        f(&[0., 1., 2.])?.reshape((1, 1, 3))?.interpolate1d(5)
    });
    case("max pool of nan", || {
        f(&[NAN, 1., 2., 3.])?.reshape((1, 1, 2, 2))?.max_pool2d(2)
    });
    case("index out of range", || {
        f(&[1., 2.])?.index_select(&Tensor::new(&[2i64], &CPU)?, 0)
    });
    case("index u32::MAX", || f(&[1., 2.])?.index_select(&Tensor::new(&[u32::MAX], &CPU)?, 0));
    case("scatter, one place twice", || {
        let ids = Tensor::new(&[0u32, 0], &CPU)?;
        f(&[9., 9.])?.scatter(&ids, &f(&[1., 2.])?, 0)
    });
    case("chunk 5 in 3", || Ok(f(&[0., 1., 2., 3., 4.])?.chunk(3, 0)?[2].clone()));
    case("cumsum of i64", || Tensor::new(&[1i64, 2, 3], &CPU)?.cumsum(0));
    std::process::exit(0);
}
