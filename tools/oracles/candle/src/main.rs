//! Prints what Candle itself gives, for the expected values of the tests: `cargo run`.
use candle_core::{display, DType, Device, Result, Tensor, Var};
use candle_nn::{loss, ops, AdamW, Optimizer, ParamsAdamW, SGD};

const CPU: Device = Device::Cpu;

fn show(name: &str, t: &Tensor) {
    println!("{name}: {:?}", format!("{t}"));
}

fn debug(name: &str, t: &Tensor) {
    println!("{name}: {:?}", format!("{t:?}"));
}

fn main() -> Result<()> {
    displays()?;
    display_options()?;
    debugs()?;
    losses()?;
    optimizers()?;
    operations()
}

fn displays() -> Result<()> {
    show("cube", &Tensor::arange(0f32, 24., &CPU)?.reshape((2, 3, 4))?);
    show("halves", &Tensor::arange(0f32, 6., &CPU)?.reshape((2, 3))?.affine(0.5, -1.25)?);
    show("i64", &Tensor::new(&[[-5i64, 12], [100, 0]], &CPU)?);
    show("u8", &Tensor::new(&[[255u8, 1, 0]], &CPU)?);
    show("long", &Tensor::arange(0u32, 1001, &CPU)?);
    show("just_whole", &Tensor::arange(0u32, 30, &CPU)?);
    show("wrapped_floats", &Tensor::arange(0f32, 30., &CPU)?.affine(1.1, 0.)?);
    show("cube_summarised", &Tensor::arange(0f32, 2000., &CPU)?.reshape((20, 10, 10))?);
    show("wide_summarised", &Tensor::arange(0i64, 1200, &CPU)?.reshape((3, 400))?);
    show("tall_summarised", &Tensor::arange(0i64, 1200, &CPU)?.reshape((400, 3))?);
    show("sci_ratio", &Tensor::new(&[1e-4f32, 1.0], &CPU)?);
    show("not_sci_ratio", &Tensor::new(&[1e-3f32, 1.0], &CPU)?);
    show("sci_large", &Tensor::new(&[1e9f32, 2e9], &CPU)?);
    show("int_1e8", &Tensor::new(&[1e8f32], &CPU)?);
    show("sci_small_f64", &Tensor::new(&[-1.23456e-7f64], &CPU)?);
    show("sci_zero", &Tensor::new(&[0f64, 1e-9, -3e5], &CPU)?);
    show("non_finite", &Tensor::new(&[f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 1.5], &CPU)?);
    show("non_finite_int", &Tensor::new(&[f32::INFINITY, f32::NAN, 2.0], &CPU)?);
    show("all_nan", &Tensor::new(&[f32::NAN, f32::NAN], &CPU)?);
    show("ties", &Tensor::new(&[0.00005f64, 0.03125, 0.12345, 2.00005, 1.00015], &CPU)?);
    show("exact_ties", &Tensor::new(&[0.00390625f64, 0.01171875, 0.5], &CPU)?);
    show("negative_zero", &Tensor::new(&[-0.0f32, 0.25], &CPU)?);
    show("negative_zero_int", &Tensor::new(&[-0.0f32, 2.], &CPU)?);
    show("rounds_to_zero", &Tensor::new(&[-0.02f64, 0.000051], &CPU)?);
    for dtype in [DType::F16, DType::BF16] {
        show(dtype.as_str(), &Tensor::new(&[0.1f32, -2.7, 300.], &CPU)?.to_dtype(dtype)?);
    }
    for dtype in [DType::F16, DType::BF16, DType::F8E4M3] {
        show("fixed", &Tensor::new(&[0.1f32, -2.7, 30.], &CPU)?.to_dtype(dtype)?);
        show("integers", &Tensor::new(&[1f32, -2., 30.], &CPU)?.to_dtype(dtype)?);
    }
    show("f16_tiny", &Tensor::new(&[1e-4f32, 0.5e-4], &CPU)?.to_dtype(DType::F16)?);
    for shape in [vec![0], vec![2, 0], vec![0, 3], vec![2, 0, 3], vec![1, 1, 1]] {
        show(&format!("zeros {shape:?}"), &Tensor::zeros(shape, DType::F32, &CPU)?);
    }
    show("transposed", &Tensor::arange(0f32, 6., &CPU)?.reshape((2, 3))?.t()?);
    Ok(())
}

fn display_options() -> Result<()> {
    let x = Tensor::new(&[[1.125f32, 2.375, 100.5], [0., -3.14159, 7.]], &CPU)?;
    display::set_precision(2);
    show("precision 2", &x);
    display::set_print_options_default();
    display::set_sci_mode(Some(true));
    show("sci", &x);
    display::set_sci_mode(Some(false));
    show("not sci", &Tensor::new(&[1e-7f32, 1e9], &CPU)?);
    display::set_print_options_default();
    display::set_line_width(20);
    show("width 20", &x);
    display::set_print_options_default();
    display::set_threshold(5);
    display::set_edge_items(1);
    show("threshold 5, edge 1", &x);
    display::set_print_options_short();
    show("short", &Tensor::arange(0f32, 1200., &CPU)?.affine(0.125, 0.)?);
    display::set_print_options_full();
    let full = format!("{}", Tensor::arange(0u32, 1001, &CPU)?);
    println!("full: {} lines, last {:?}", full.lines().count(), full.lines().last());
    display::set_print_options_default();
    Ok(())
}

fn debugs() -> Result<()> {
    for v in [3.5f32, -0.0, 1e-7, 1e20, 16777216., 0.1, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        debug("f32", &Tensor::new(v, &CPU)?);
    }
    for v in [0.1f64, 1e300, 1e-5, 123456789.125] {
        debug("f64", &Tensor::new(v, &CPU)?);
    }
    debug("f16", &Tensor::new(0.1f32, &CPU)?.to_dtype(DType::F16)?);
    debug("f8", &Tensor::new(0.3f32, &CPU)?.to_dtype(DType::F8E4M3)?);
    debug("bf16", &Tensor::new(0.1f32, &CPU)?.to_dtype(DType::BF16)?);
    debug("vector", &Tensor::new(&[1f32, 2.5, 3.], &CPU)?);
    debug("nine", &Tensor::arange(0u8, 9, &CPU)?);
    debug("ten", &Tensor::arange(0u8, 10, &CPU)?);
    debug("matrix", &Tensor::zeros((2, 3), DType::I64, &CPU)?);
    debug("empty", &Tensor::zeros(0, DType::F32, &CPU)?);
    Ok(())
}

fn losses() -> Result<()> {
    let x = Tensor::new(&[[1.1050f32, 0.3013, -1.5394], [-2.1528, -0.8634, 0.5730]], &CPU)?;
    let y = Tensor::new(&[[0.2f32, -0.5, 1.5], [0.7, -1.25, 0.]], &CPU)?;
    let target = Tensor::new(&[1u32, 2], &CPU)?;
    println!("nll {}", loss::nll(&ops::log_softmax(&x, 1)?, &target)?.to_scalar::<f32>()?);
    println!("cross_entropy {}", loss::cross_entropy(&x, &target)?.to_scalar::<f32>()?);
    println!("mse {}", loss::mse(&x, &y)?.to_scalar::<f32>()?);
    println!("softmax0 {:?}", ops::softmax(&x, 0)?.to_vec2::<f32>()?);
    println!("softmax1 {:?}", ops::softmax(&x, 1)?.to_vec2::<f32>()?);
    println!("log_softmax1 {:?}", ops::log_softmax(&x, 1)?.to_vec2::<f32>()?);
    println!("leaky {:?}", ops::leaky_relu(&x, 0.1)?.to_vec2::<f32>()?);
    println!("sigmoid {:?}", ops::sigmoid(&x)?.to_vec2::<f32>()?);
    println!("hard_sigmoid {:?}", ops::hard_sigmoid(&x)?.to_vec2::<f32>()?);
    println!("mish {:?}", ops::mish(&x)?.to_vec2::<f32>()?);
    println!("swiglu {:?}", ops::swiglu(&x.t()?)?.to_vec2::<f32>()?);
    Ok(())
}

fn optimizers() -> Result<()> {
    let sample_xs = Tensor::new(&[[2f32, 1.], [7., 4.], [-4., 12.], [5., 8.]], &CPU)?;
    let sample_ys = Tensor::new(&[[7f32], [26.], [0.], [27.]], &CPU)?;
    for (name, adamw) in [("sgd", false), ("adamw", true)] {
        let w = Var::new(&[[0f32, 0.]], &CPU)?;
        let b = Var::new(0f32, &CPU)?;
        let mut sgd = SGD::new(vec![w.clone(), b.clone()], 0.004)?;
        let params = ParamsAdamW { lr: 0.1, ..Default::default() };
        let mut adam = AdamW::new(vec![w.clone(), b.clone()], params)?;
        for step in 1..=100 {
            let ys = sample_xs.matmul(&w.t()?)?.broadcast_add(&b)?;
            let l = ys.sub(&sample_ys)?.sqr()?.sum_all()?;
            if adamw { adam.backward_step(&l)? } else { sgd.backward_step(&l)? };
            if [1, 2, 10, 100].contains(&step) {
                println!("{name} {step}: {:?} {}", w.to_vec2::<f32>()?, b.to_scalar::<f32>()?);
            }
        }
    }
    Ok(())
}

fn operations() -> Result<()> {
    let x = Tensor::new(&[-3.7f32, -2.5, -0.5, 0., 0.5, 1.5, 2.5, 300.9, 1e20], &CPU)?;
    println!("round {:?}", x.round()?.to_vec1::<f32>()?);
    println!("u8 {:?}", x.to_dtype(DType::U8)?.to_vec1::<u8>()?);
    println!("u32 {:?}", x.to_dtype(DType::U32)?.to_vec1::<u32>()?);
    println!("i64 {:?}", x.to_dtype(DType::I64)?.to_vec1::<i64>()?);
    println!("i16 {:?}", x.to_dtype(DType::I16)?.to_vec1::<i16>()?);
    println!("i32 {:?}", x.to_dtype(DType::I32)?.to_vec1::<i32>()?);
    let n = Tensor::new(f32::NAN, &CPU)?;
    println!("nan u8 {} i64 {}", n.to_dtype(DType::U8)?.to_scalar::<u8>()?, n.to_dtype(DType::I64)?.to_scalar::<i64>()?);
    let i = Tensor::new(&[-1i64, 300, 65537, i64::MAX], &CPU)?;
    println!("i64 to u8 {:?}", i.to_dtype(DType::U8)?.to_vec1::<u8>()?);
    println!("i64 to i16 {:?}", i.to_dtype(DType::I16)?.to_vec1::<i16>()?);
    println!("i64 to f32 {:?}", i.to_dtype(DType::F32)?.to_vec1::<f32>()?);
    for v in [1.0 + 1.0 / 2048. + 1e-12, 65519.999, 65520., 1e-8] {
        let x = Tensor::new(v as f64, &CPU)?;
        println!("f64 {v} to f16 {:?}", x.to_dtype(DType::F16)?.to_dtype(DType::F64)?.to_scalar::<f64>()?);
        println!("f64 {v} to bf16 {:?}", x.to_dtype(DType::BF16)?.to_dtype(DType::F64)?.to_scalar::<f64>()?);
    }
    let f8 = Tensor::new(&[0.3f32, 500., -1000., 0.001, 17., f32::INFINITY], &CPU)?.to_dtype(DType::F8E4M3)?;
    println!("f8 {:?}", f8.to_dtype(DType::F32)?.to_vec1::<f32>()?);
    let m = Tensor::new(&[[1f32, 5., 2.], [4., 4., 9.]], &CPU)?;
    println!("var {:?} {:?}", m.var(0)?.to_vec1::<f32>()?, m.var(1)?.to_vec1::<f32>()?);
    println!("lse {:?}", m.log_sum_exp(1)?.to_vec1::<f32>()?);
    println!("norm {}", m.norm()?.to_scalar::<f32>()?);
    Ok(())
}
