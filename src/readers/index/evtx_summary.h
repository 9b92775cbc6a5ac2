// EvtxSummary: what a side index keeps of the chunks of a Windows event log: times, fields and the text of the events
// as the reader decodes it, under the flat names that the reader gives. A chunk is a block. One that is damaged anyhow,
// or cut short, is left to each scan, which reports it; one that is not used yet (zero) is a block without events.
// Thread rule: one thread at a time; several may share a PathTable and common grams.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "index/path_table.h"
#include "readers/formats/evtx/binxml.h"
#include "readers/formats/evtx/flatten.h"
#include "readers/index/indexed_text.h"

namespace quarry {

class EvtxSummary final : public BlockSummarizer {
 public:
  EvtxSummary(PathTable& paths, const CommonGrams& common) : paths_(paths), text_(common) {}
  // One chunk.
  void Add(const Block& chunk, const std::function<void(BlockSummary)>& sink) override;

 private:
  // What is known of one field; but for the path, in this block.
  struct Known {
    std::optional<uint32_t> path;  // nullopt: there was no number to give
    bool is_used = false;
    IndexedValues values;
    std::string last;  // the text added last: most fields repeat
  };

  // false: damaged.
  bool AddEvents(std::string_view chunk);
  void AddField(const evtx::Field& field);
  void AddText(std::string_view text);
  // Sets what is known of the fields, and begins the next block.
  void EndBlock();

  PathTable& paths_;
  IndexedText text_;
  BlockSummary summary_;
  evtx::BinXmlDecoder decoder_;
  evtx::Flattener flattener_;
  std::unordered_map<std::string, Known> fields_;
  std::vector<Known*> in_block_;
  bool has_unnumbered_ = false;  // some field of this block has no number
  std::string name_, json_;
};

}  // namespace quarry
