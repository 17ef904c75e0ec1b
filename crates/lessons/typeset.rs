//! Typesetting: authors type the marks of a keyboard, and readers see those of print.

/// Marks of an English text as they are printed: `'` after a letter or number is an apostrophe, and `"` a quotation mark
/// that opens or closes. Code and what stands in braces are left alone.
pub fn typeset(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut code, mut braces) = (false, 0_usize);
    let mut before = ' ';
    for ch in text.chars() {
        match ch {
            '`' => code = !code,
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            _ => {}
        }
        out.push(match ch {
            _ if code || braces > 0 => ch,
            '\'' if before.is_alphanumeric() || before == '}' || before == '`' => '’',
            '"' if before.is_whitespace() || "([—*".contains(before) => '“',
            '"' => '”',
            _ => ch,
        });
        before = ch;
    }
    out
}
