//! Which shard holds which rows.

use std::ops::Range;

/// All arms of one replication of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Number of the replication.
    pub replication: u32,
    /// Number of the cell: that of the point.
    pub cell: u64,
}

/// Replications between two looks at the precision, and the shards that hold them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Numbers of the replications.
    pub replications: Range<u32>,
    /// Numbers of the shards.
    pub shards: Range<u64>,
}

/// Where every row of a sweep stands: by round, then by replication, cell and arm; so many blocks a shard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Number of cells.
    pub cells: u64,
    /// Number of arms: rows of a block.
    pub arms: u64,
    /// Blocks of a shard; the last one of a round has fewer.
    pub blocks_per_shard: u64,
    /// The rounds: one, unless precision is to end the sweep. No shard lies in two.
    pub rounds: Vec<Round>,
}

impl Layout {
    /// Shards in all, if no precision ends the sweep early.
    #[must_use]
    pub fn shards(&self) -> u64 {
        self.rounds.last().map_or(0, |round| round.shards.end)
    }

    /// Runs of so many replications.
    #[must_use]
    pub fn runs_of(&self, replications: u32) -> u64 {
        self.cells * u64::from(replications) * self.arms
    }

    /// Runs in all, if no precision ends the sweep early.
    #[must_use]
    pub fn runs(&self) -> u64 {
        self.runs_of(self.rounds.last().map_or(0, |round| round.replications.end))
    }

    /// The blocks of a shard, in the order of its rows; none if there is no such shard.
    pub fn blocks(&self, shard: u64) -> impl ExactSizeIterator<Item = Block> + use<> {
        let after = self.rounds.partition_point(|round| round.shards.end <= shard);
        let round = self.rounds.get(after);
        let range = round.map_or(0..0, |round| {
            let from = (shard - round.shards.start) * self.blocks_per_shard;
            from as usize..(from + self.blocks_per_shard).min(self.cells * round.replications.len() as u64) as usize
        });
        let (start, cells) = (round.map_or(0, |round| round.replications.start), self.cells);
        range.map(move |block| Block { replication: start + (block as u64 / cells) as u32, cell: block as u64 % cells })
    }

    /// Rows of a shard.
    #[must_use]
    pub fn rows(&self, shard: u64) -> u64 {
        self.blocks(shard).len() as u64 * self.arms
    }

    /// Shard of a block, and its first row there.
    ///
    /// # Panics
    /// If there is no such replication.
    #[must_use]
    pub fn place(&self, block: Block) -> (u64, u64) {
        let round = &self.rounds[self.rounds.partition_point(|round| round.replications.end <= block.replication)];
        let number = u64::from(block.replication - round.replications.start) * self.cells + block.cell;
        (round.shards.start + number / self.blocks_per_shard, number % self.blocks_per_shard * self.arms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_has_one_place_and_the_order_is_balanced() {
        let round = |replications: Range<u32>, shards| Round { replications, shards };
        let layout = Layout { cells: 7, arms: 3, blocks_per_shard: 4, rounds: vec![round(0..3, 0..6), round(3..5, 6..10)] };
        assert_eq!((layout.shards(), layout.runs()), (10, 105));
        let mut blocks = Vec::new();
        for shard in 0..layout.shards() {
            for (place, block) in layout.blocks(shard).enumerate() {
                assert_eq!(layout.place(block), (shard, place as u64 * 3));
                blocks.push((block.replication, block.cell));
            }
        }
        let all: Vec<(u32, u64)> = (0..5).flat_map(|replication| (0..7).map(move |cell| (replication, cell))).collect();
        assert_eq!(blocks, all);
        assert_eq!((layout.rows(5), layout.blocks(10).len()), (3, 0));
    }
}
