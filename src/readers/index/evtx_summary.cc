#include "readers/index/evtx_summary.h"

#include <xxhash.h>

#include <algorithm>
#include <utility>

#include "readers/formats/evtx/chunk.h"
#include "types/json.h"

namespace quarry {

void EvtxSummary::Add(const Block& block, const std::function<void(BlockSummary)>& sink) {
  const std::string_view chunk = block.text;
  const bool is_zero = chunk.find_first_not_of('\0') == std::string_view::npos;
  const bool is_sound = is_zero || (chunk.size() == evtx::kChunkSize && AddEvents(chunk));
  EndBlock();
  BlockSummary summary = std::exchange(summary_, {});
  if (!is_sound) return;
  summary.begin = block.offset;
  summary.end = block.offset + chunk.size();
  summary.hash = XXH3_64bits(chunk.data(), chunk.size());
  sink(std::move(summary));
}

bool EvtxSummary::AddEvents(std::string_view chunk) {
  if (!chunk.starts_with(evtx::kChunkMagic)) return false;
  decoder_.Reset(chunk);
  evtx::ChunkReader reader(chunk);
  evtx::RecordView record;
  while (reader.Next(record)) {
    ++summary_.lines;
    evtx::Instance event;
    if (!decoder_.DecodeRecord(record.body, record.end, event) || !flattener_.Flatten(event, decoder_)) return false;
    for (const evtx::Field& field : flattener_) AddField(field);
  }
  return reader.lost() == 0;
}

void EvtxSummary::AddField(const evtx::Field& field) {
  name_ = field.name;
  const auto [found, is_new] = fields_.try_emplace(name_);
  Known& known = found->second;
  if (is_new) known.path = paths_.Member(PathTable::kRecord, field.name);
  if (!known.is_used) {
    known.is_used = true;
    in_block_.push_back(&known);
    has_unnumbered_ |= !known.path;
    AddText(field.name);
  } else if (field.text == known.last) {
    return;
  }
  if (field.text.empty()) return;
  known.last = field.text;
  // A list is its items, one a line, or an array of them in JSON.
  AddText(field.text);
  known.values.Add(field.text);
}

// A condition may look at the field, or at the whole event as JSON, where control characters are escapes, whose letters
// stand beside those of the text.
void EvtxSummary::AddText(std::string_view text) {
  text_.Add(text, true);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
  if (std::none_of(text.begin(), text.end(), is_control)) return;
  json_.clear();
  AppendJsonString(text, json_);
  text_.Add(json_, true);
}

void EvtxSummary::EndBlock() {
  for (Known* const known : in_block_) {
    if (known->path) {
      summary_.paths.push_back(*known->path);
      if (known->values.only_times) summary_.times.push_back({*known->path, known->values.time});
    }
    known->is_used = false;
    known->values = {};
    known->last.clear();
  }
  in_block_.clear();
  // Something may lie in the record that the table does not know.
  if (std::exchange(has_unnumbered_, false)) summary_.opaque.push_back(PathTable::kRecord);
  text_.Finish(summary_);
}

}  // namespace quarry
