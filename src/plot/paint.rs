//! Paints a canvas onto plotters' backends and encodes the result in memory.

use super::PlotError;
use super::canvas::{Anchor, CAP_HEIGHT, Canvas, Shape, Text, font};
use super::theme::{Colour, FONT_FAMILY};
use ab_glyph::{Font, Glyph, PxScale, ScaleFont, point};
use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBAColor, ShapeStyle, TextStyle};

/// SVG coordinates of plotters are whole numbers; four to a pixel keep curves smooth.
const SVG_UNITS_PER_PX: u32 = 4;
/// Plotters divides the size of SVG text by this before writing it.
const PLOTTERS_TEXT_RATIO: f64 = 1.24;
/// Height of a small letter in ems: plotters centres SVG text on half of it.
const X_HEIGHT: f64 = 0.546;
/// Pixels of the oversampled bitmap beyond which the oversampling drops.
const OVERSAMPLED_PX: u64 = 40_000_000;

fn failed(error: impl std::fmt::Display) -> PlotError {
    PlotError::Backend(error.to_string())
}

/// Draws every shape; `write` draws text, which is the one thing the backends do too differently.
fn paint<B: DrawingBackend>(
    canvas: &Canvas,
    backend: &mut B,
    scale: f64,
    write: impl Fn(&Text, &mut B, f64) -> Result<(), PlotError>,
) -> Result<(), PlotError> {
    let at = |p: &(f64, f64)| ((p.0 * scale).round() as i32, (p.1 * scale).round() as i32);
    let (width, height) = backend.get_size();
    let white = style(Colour::WHITE, 1.0, 1);
    backend.draw_rect((0, 0), (width as i32, height as i32), &white, true).map_err(failed)?;
    for shape in &canvas.shapes {
        match shape {
            Shape::Line { points, width, colour, alpha } => {
                let stroke = (width * scale).round().max(1.0) as u32;
                let mut path: Vec<(i32, i32)> = points.iter().map(at).collect();
                path.dedup();
                match path[..] {
                    [_] => {}
                    [from, to] => backend.draw_line(from, to, &style(*colour, *alpha, stroke)).map_err(failed)?,
                    _ => backend.draw_path(path, &style(*colour, *alpha, stroke)).map_err(failed)?,
                }
            }
            Shape::Polygon { points, colour, alpha } => {
                backend.fill_polygon(points.iter().map(at), &style(*colour, *alpha, 1)).map_err(failed)?;
            }
            Shape::Circle { centre, radius, colour, alpha } => {
                let radius = (radius * scale).round().max(1.0) as u32;
                backend.draw_circle(at(centre), radius, &style(*colour, *alpha, 1), true).map_err(failed)?;
            }
            Shape::Text(text) => write(text, backend, scale)?,
        }
    }
    backend.present().map_err(failed)
}

fn style(colour: Colour, alpha: f64, stroke_width: u32) -> ShapeStyle {
    let Colour(r, g, b) = colour;
    ShapeStyle { color: RGBAColor(r, g, b, alpha), filled: true, stroke_width }
}

/// The canvas as an SVG document of `width` x `height` pixels.
pub(super) fn svg(canvas: &Canvas, width: u32, height: u32) -> Result<String, PlotError> {
    let (wide, high) = (width * SVG_UNITS_PER_PX, height * SVG_UNITS_PER_PX);
    let mut document = String::new();
    let scale = f64::from(wide) / canvas.area().width();
    paint(canvas, &mut SVGBackend::with_string(&mut document, (wide, high)), scale, write_svg)?;
    let own = format!("<svg width=\"{wide}\" height=\"{high}\"");
    Ok(document.replacen(&own, &format!("<svg width=\"{width}\" height=\"{height}\""), 1))
}

fn write_svg<B: DrawingBackend>(text: &Text, backend: &mut B, scale: f64) -> Result<(), PlotError> {
    let horizontal = match text.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let Colour(r, g, b) = text.colour;
    let ink = RGBAColor(r, g, b, 1.0);
    // Whole sizes keep the document short and free of rounding noise.
    let size = (text.size * scale).round() * PLOTTERS_TEXT_RATIO;
    let weight = if text.bold { FontStyle::Bold } else { FontStyle::Normal };
    let style = TextStyle::from((FONT_FAMILY, size, weight).into_font()).color(&ink).pos(Pos::new(horizontal, VPos::Center));
    let middle_of_x = text.at.1 + text.size * (CAP_HEIGHT - X_HEIGHT) / 2.0;
    let at = ((text.at.0 * scale).round() as i32, (middle_of_x * scale).round() as i32);
    backend.draw_text(&text.words, &style, at).map_err(failed)
}

/// The canvas as a PNG file of `width` x `height` pixels, oversampled for smooth edges.
pub(super) fn png(canvas: &Canvas, width: u32, height: u32) -> Result<Vec<u8>, PlotError> {
    let pixels = u64::from(width) * u64::from(height);
    let factor = (1..=3).rev().find(|f| pixels * f * f <= OVERSAMPLED_PX).unwrap_or(1) as u32;
    let (wide, high) = (width * factor, height * factor);
    let mut buffer = vec![255_u8; wide as usize * high as usize * 3];
    let scale = f64::from(wide) / canvas.area().width();
    paint(canvas, &mut BitMapBackend::with_buffer(&mut buffer, (wide, high)), scale, write_bitmap)?;
    let small = shrink(&buffer, wide as usize, factor as usize);
    encode(&small, width, height).map_err(failed)
}

/// Places every glyph on its own fraction of a pixel: plotters' own text drops the space to the left of each letter.
fn write_bitmap<B: DrawingBackend>(text: &Text, backend: &mut B, scale: f64) -> Result<(), PlotError> {
    let font = font(text.bold);
    let em_px = (text.size * scale) as f32;
    let size = PxScale::from(em_px * font.height_unscaled() / font.units_per_em().unwrap_or(1000.0));
    let scaled = font.as_scaled(size);
    let width: f32 = text.words.chars().map(|c| scaled.h_advance(font.glyph_id(c))).sum();
    let mut x = (text.at.0 * scale) as f32
        - match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => width / 2.0,
            Anchor::End => width,
        };
    let baseline = ((text.at.1 + text.size * CAP_HEIGHT / 2.0) * scale) as f32;
    for letter in text.words.chars() {
        let glyph: Glyph = font.glyph_id(letter).with_scale_and_position(size, point(x, baseline));
        x += scaled.h_advance(glyph.id);
        let Some(outline) = font.outline_glyph(glyph) else { continue };
        let corner = outline.px_bounds().min;
        let mut dots = Vec::new();
        outline.draw(|dx, dy, cover| dots.push((corner.x as i32 + dx as i32, corner.y as i32 + dy as i32, cover)));
        for (dot_x, dot_y, cover) in dots {
            let colour = style(text.colour, f64::from(cover.min(1.0)), 1).color;
            backend.draw_pixel((dot_x, dot_y), colour.to_backend_color()).map_err(failed)?;
        }
    }
    Ok(())
}

/// Averages squares of `factor` x `factor` pixels of an RGB image that is `wide` pixels wide.
fn shrink(pixels: &[u8], wide: usize, factor: usize) -> Vec<u8> {
    let (width, height) = (wide / factor, pixels.len() / 3 / wide / factor);
    let mut small = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0_u32; width * 3];
    for row in 0..height {
        sums.fill(0);
        for line in pixels[row * factor * wide * 3..].chunks_exact(wide * 3).take(factor) {
            for (column, square) in line.chunks_exact(factor * 3).enumerate() {
                for pixel in square.chunks_exact(3) {
                    (0..3).for_each(|channel| sums[column * 3 + channel] += u32::from(pixel[channel]));
                }
            }
        }
        let count = (factor * factor) as u32;
        small.extend(sums.iter().map(|sum| ((sum + count / 2) / count) as u8));
    }
    small
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_adaptive_filter(png::AdaptiveFilterType::Adaptive);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}
