//! Text to a tree. What binds least comes first: `or`, `and`, `not`, comparisons, `+` and `-`, `.method`.

use handshake_lessons::Problem;

/// A query.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    Number(i64),
    /// A quoted text.
    Text(String),
    /// A word, with what stands in parentheses after it.
    Name(String, Vec<Query>),
    Method(Box<Query>, String, Vec<Query>),
    Not(Box<Query>),
    /// A sign between two.
    Two(Box<Query>, &'static str, Box<Query>),
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(i64),
    Text(String),
    Name(String),
    Sign(&'static str),
}

/// Longest query that is read, and how deep its parentheses may go.
const MAX: usize = 1000;
const MAX_DEPTH: usize = 20;

const SIGNS: &[&str] = &["!=", "<=", ">=", "=", "<", ">", "+", "-", "(", ")", ",", "."];

/// Reads a query.
pub fn parse(text: &str) -> Result<Query, Problem> {
    if text.len() > MAX {
        return Err(Problem::of("query.too-long", &[("max", &MAX), ("len", &text.len())]));
    }
    let mut reader = Reader { tokens: tokens(text)?, at: 0, depth: 0 };
    let query = reader.either()?;
    match reader.tokens.get(reader.at) {
        None => Ok(query),
        Some(token) => Err(unexpected(token)),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, Problem> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(ch) = rest.chars().next() {
        let word =
            |rest: &str| rest.find(|ch: char| !(ch.is_alphanumeric() || "_-/*".contains(ch))).unwrap_or(rest.len());
        let (token, len) = if ch == '"' {
            let end = rest.get(1..).and_then(|tail| tail.find('"')).ok_or(Problem::of("query.open-quote", &[]))?;
            (Token::Text(rest[1..=end].to_owned()), end + 2)
        } else if ch.is_ascii_digit() && rest[..word(rest)].bytes().all(|byte| byte.is_ascii_digit()) {
            let len = word(rest);
            (
                Token::Number(
                    rest[..len].parse().map_err(|_| Problem::of("query.too-large", &[("number", &&rest[..len])]))?,
                ),
                len,
            )
        } else if ch.is_alphanumeric() || ch == '_' {
            let len = word(rest);
            (Token::Name(rest[..len].to_owned()), len)
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign));
            let sign = sign.ok_or_else(|| Problem::of("query.no-sign", &[("sign", &ch)]))?;
            (Token::Sign(sign), sign.len())
        };
        out.push(token);
        rest = rest[len..].trim_start();
    }
    Ok(out)
}

fn unexpected(token: &Token) -> Problem {
    let token: &dyn std::fmt::Display = match token {
        Token::Number(number) => number,
        Token::Text(text) | Token::Name(text) => text,
        Token::Sign(sign) => sign,
    };
    Problem::of("query.unexpected", &[("token", token)])
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Reader {
    fn take(&mut self, wanted: &[&'static str]) -> Option<&'static str> {
        let found = match self.tokens.get(self.at)? {
            Token::Sign(sign) => wanted.iter().find(|one| *one == sign),
            Token::Name(name) => wanted.iter().find(|one| *one == name),
            _ => None,
        }?;
        self.at += 1;
        Some(found)
    }

    fn chain(
        &mut self,
        signs: &[&'static str],
        mut next: impl FnMut(&mut Self) -> Result<Query, Problem>,
    ) -> Result<Query, Problem> {
        let mut query = next(self)?;
        while let Some(sign) = self.take(signs) {
            query = Query::Two(Box::new(query), sign, Box::new(next(self)?));
        }
        Ok(query)
    }

    fn either(&mut self) -> Result<Query, Problem> {
        self.chain(&["or"], |reader| reader.chain(&["and"], Reader::maybe_not))
    }

    fn maybe_not(&mut self) -> Result<Query, Problem> {
        match self.take(&["not"]) {
            Some(_) => Ok(Query::Not(Box::new(self.deeper(Reader::maybe_not)?))),
            None => self
                .chain(&["=", "!=", "<=", ">=", "<", ">", "has"], |reader| reader.chain(&["+", "-"], Reader::methods)),
        }
    }

    fn methods(&mut self) -> Result<Query, Problem> {
        let mut query = self.first()?;
        while self.take(&["."]).is_some() {
            let Some(Token::Name(name)) = self.tokens.get(self.at).cloned() else {
                return Err(Problem::of("query.no-method", &[]));
            };
            self.at += 1;
            query = Query::Method(Box::new(query), name, self.arguments()?);
        }
        Ok(query)
    }

    fn first(&mut self) -> Result<Query, Problem> {
        if self.take(&["("]).is_some() {
            let inner = self.deeper(Reader::either)?;
            return self.take(&[")"]).map(|_| inner).ok_or(Problem::of("query.open-parenthesis", &[]));
        }
        let token = self.tokens.get(self.at).cloned().ok_or(Problem::of("query.missing", &[]))?;
        self.at += 1;
        match token {
            Token::Number(number) => Ok(Query::Number(number)),
            Token::Text(text) => Ok(Query::Text(text)),
            Token::Name(name) => Ok(Query::Name(name, self.arguments()?)),
            sign => Err(unexpected(&sign)),
        }
    }

    fn arguments(&mut self) -> Result<Vec<Query>, Problem> {
        let mut out = Vec::new();
        if self.take(&["("]).is_none() || self.take(&[")"]).is_some() {
            return Ok(out);
        }
        loop {
            out.push(self.deeper(Reader::either)?);
            match self.take(&[",", ")"]) {
                Some(",") => {}
                Some(_) => return Ok(out),
                None => return Err(Problem::of("query.open-parenthesis", &[])),
            }
        }
    }

    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Result<Query, Problem>) -> Result<Query, Problem> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Problem::of("query.too-deep", &[]));
        }
        let query = read(self);
        self.depth -= 1;
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_bind_as_expected() {
        let name = |name: &str| Query::Name(name.to_owned(), vec![]);
        let two = |one, sign, other| Query::Two(Box::new(one), sign, Box::new(other));
        assert_eq!(
            parse("a = b-c + 1 and not d"),
            Ok(two(
                two(name("a"), "=", two(name("b-c"), "+", Query::Number(1))),
                "and",
                Query::Not(Box::new(name("d")))
            ))
        );
        let call = Query::Name("f".into(), vec![Query::Text("x y".into()), Query::Number(2)]);
        assert_eq!(parse(r#"f("x y", 2).len"#), Ok(Query::Method(Box::new(call), "len".into(), vec![])));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        for (text, part) in [
            ("", "missing"),
            ("a b", "“b” is not expected"),
            ("f(a", "not closed"),
            ("\"a", "quotation mark"),
            ("a ? b", "“?”"),
            ("a.", "follow a dot"),
            ("99999999999999999999", "too large"),
        ] {
            let problem = parse(text).unwrap_err().to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        assert!(parse(&"(".repeat(999)).is_err() && parse(&"a".repeat(2000)).is_err());
        assert!(parse(&"not ".repeat(240)).is_err(), "bounded depth");
    }
}
