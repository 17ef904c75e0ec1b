//! When something happens.

use crate::query::asked::Asked;
use crate::query::value::{Answer, Value};

pub fn before(asked: &Asked) -> Answer {
    Ok(Value::Truth(asked.moment(0)? < asked.moment(1)?))
}

pub fn step(asked: &Asked) -> Answer {
    Ok(Value::Number(asked.moment(0)? as i64 + 1))
}

pub fn steps(asked: &Asked) -> Answer {
    Ok(Value::Number(asked.run().moments.len() as i64))
}

pub fn happens(asked: &Asked) -> Answer {
    let key = asked.text(0)?;
    Ok(Value::Truth(asked.run().moments.iter().any(|moment| moment.key == key)))
}
