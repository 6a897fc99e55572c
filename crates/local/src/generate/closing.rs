//! The shortest way to the end of a piece of JSON: what is written when there is no room for more.

use super::Machine;
use super::machine::{Frame, Text};
use super::schema::Node;

impl Machine {
    /// A short way to the end: what is written when there is no room for more.
    pub fn closing(&self) -> Vec<u8> {
        let mut machine = self.clone();
        let mut out = Vec::new();
        while !machine.may_end() && out.len() < 1 << 16 {
            let step = machine.cheapest().into_iter().find_map(|byte| {
                let mut tried = machine.clone();
                tried.step(byte).then_some((byte, tried))
            });
            let Some((byte, next)) = step else { break };
            out.push(byte);
            machine = next;
        }
        out
    }

    /// Bytes to try, the one that leads to the end soonest first.
    fn cheapest(&self) -> Vec<u8> {
        let Some(frame) = self.stack.last() else { return Vec::new() };
        let property = |node: usize, at: usize| match &self.schema.nodes[node] {
            Node::Object(properties) => properties.get(at..).unwrap_or_default(),
            _ => &[],
        };
        match frame {
            Frame::Value { node, .. } => self.first_byte(*node),
            Frame::Rest { node, property: at, at: read } => {
                let name = property(*node, *at).first().and_then(|p| p.name.get(*read));
                vec![name.copied().unwrap_or(b':')]
            }
            Frame::Choice { node, at, low, high } => {
                let shortest = self.choices(*node)[*low..*high].iter().min_by_key(|c| c.len());
                let next = shortest.and_then(|c| c.get(*at)).copied();
                next.map_or_else(|| b"}],".to_vec(), |byte| vec![byte])
            }
            Frame::Text(Text::Plain) => vec![b'"'],
            Frame::Text(Text::Escaped) => vec![b'n'],
            Frame::Text(Text::Hex(_)) => vec![b'0'],
            Frame::Text(Text::More(low, ..)) => vec![*low],
            Frame::Number { part, .. } if part.ends() => b"}],".to_vec(),
            Frame::Number { .. } => vec![b'0'],
            Frame::Object { node, next, first } => {
                let needed = property(*node, *next).iter().any(|p| p.required);
                vec![if !needed {
                    b'}'
                } else if *first {
                    b'"'
                } else {
                    b','
                }]
            }
            Frame::Name { at: 0 | usize::MAX, .. } => vec![b'"'],
            Frame::Name { node, next, at } => {
                let rest = property(*node, *next);
                let read = rest.first().and_then(|p| p.name.get(..*at));
                let mut fits = rest.iter().filter(|p| p.name.get(..*at) == read);
                let chosen = fits.clone().find(|p| p.required).or_else(|| fits.next());
                chosen.and_then(|p| p.name.get(*at)).copied().into_iter().collect()
            }
            Frame::Array { node, count } => match &self.schema.nodes[*node] {
                Node::Array { least, .. } if count >= least => vec![b']'],
                Node::Array { items, .. } if *count == 0 => self.first_byte(*items),
                _ => vec![b','],
            },
            Frame::AnyValue { object: true, .. } => vec![b'{'],
            Frame::AnyValue { .. } => vec![b'0'],
            Frame::AnyObject { .. } => vec![b'}'],
            Frame::AnyName { .. } => vec![b'"'],
            Frame::AnyColon => vec![b':'],
            Frame::AnyArray { .. } => vec![b']'],
        }
    }

    /// The first byte of the shortest value there is.
    fn first_byte(&self, node: usize) -> Vec<u8> {
        match &self.schema.nodes[node] {
            Node::Object(_) => vec![b'{'],
            Node::Array { .. } => vec![b'['],
            Node::String => vec![b'"'],
            Node::Number | Node::Integer | Node::Any => vec![b'0'],
            Node::Choice(choices) => {
                choices.iter().min_by_key(|c| c.len()).and_then(|c| c.first()).copied().into_iter().collect()
            }
            Node::Union(nodes) => nodes.iter().flat_map(|node| self.first_byte(*node)).collect(),
        }
    }
}
