// External entries: LineShape::Learn and Fits, LineShapes::Find.
#include "readers/json/line_shape.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "readers/file_blocks.h"
#include "readers/json/json_number.h"

namespace quarry {

namespace {
constexpr size_t kMostPieces = 512;
// A text may end so far behind its stop, and as much is read there.
constexpr int32_t kMostBehindStop = static_cast<int32_t>(kBlockPadding - ExpectedText::kMaxSize);
}  // namespace

// Goes over a line that is JSON. Its fixed text is cut into pieces; between two of them stands one value that may
// differ.
class LineShape::Learner {
 public:
  Learner(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree)
      : text_(index.text()),
        stops_(index.stops()),
        index_(index),
        tree_(tree),
        line_(line),
        at_(line),
        stop_(first_stop),
        first_stop_(first_stop) {
    pieces_.push_back({line, 0});
  }

  bool Run(LineShape& out) {
    if (!Container(0)) return false;
    const size_t object_end = at_;
    if (text_[at_] == '\r') ++at_, ++stop_;
    if (text_[at_] != '\n' || stops_[stop_] != at_) return false;
    pieces_.back().end = ++at_;
    out.stop_count_ = static_cast<uint32_t>(++stop_ - first_stop_);
    out.first_distance_ = static_cast<uint32_t>(stops_[first_stop_] - line_);
    if (!CutTexts(out)) return false;
    for (const size_t piece : numbers_)
      out.numbers_.push_back(SpanOf({piece, pieces_[piece].end, piece + 1, pieces_[piece + 1].begin}));
    out.object_ = SpanOf({0, line_, pieces_.size() - 1, object_end});
    out.spaced_ = spaces_ != 0;
    KeepPieces(out);
    for (const Found& found : found_) {
      Captured captured{found.node, tree_.SlotOf(found.node), {found.kind, found.spaced, SpanOf(found.stretch)}};
      (found.enter ? out.enter_ : out.captured_).push_back(captured);
    }
    return true;
  }

 private:
  struct Piece {
    size_t begin, end;     // offsets in the text
    size_t anchor = 0;     // the first stop in it
    bool opens = false;    // a string follows
    bool entered = false;  // the value that follows has no string for a path to lead into, but might
  };
  struct Stretch {
    size_t first_piece, begin, last_piece, end;  // offsets; each in or at the edge of its piece
  };
  struct Found {
    int32_t node;
    Value::Kind kind;
    bool spaced, enter;
    Stretch stretch;
  };

  void SkipSpaces() {
    for (; text_[at_] == ' ' || text_[at_] == '\t'; ++at_, ++spaces_) stop_ += text_[at_] == '\t';
  }
  // Ends the piece before a value that may differ, and begins the next one behind it.
  void BeginValue() { pieces_.back().end = at_; }
  void EndValue() { pieces_.push_back({at_, 0}); }

  bool Container(int32_t node) {
    const bool object = text_[at_] == '{';
    const char close = object ? '}' : ']';
    ++at_;
    SkipSpaces();
    if (text_[at_] == close) return ++at_, true;
    for (int64_t element = 0;; ++element) {
      int32_t inner = -1;
      if (object) {
        const size_t end = stops_[stop_ + 1];
        if (text_[at_] != '"' || stops_[stop_] != at_ || text_[end] != '"' || index_.HasBackslash(at_ + 1, end))
          return false;
        const std::string_view name(text_ + at_ + 1, end - at_ - 1);
        if (node >= 0) inner = tree_.MemberNode(name, node);
        at_ = end + 1;
        stop_ += 2;
        SkipSpaces();
        if (text_[at_] != ':') return false;
        ++at_;
        SkipSpaces();
      } else if (node >= 0) {
        // Those counted from the end are left to the walk.
        if (tree_.HasElementsFromEnd(node)) return false;
        inner = tree_.ElementNode(element, node);
      }
      if (!Any(inner)) return false;
      SkipSpaces();
      if (text_[at_] == close) return ++at_, true;
      if (text_[at_] != ',') return false;
      ++at_;
      SkipSpaces();
    }
  }

  bool Any(int32_t node) {
    // Of equal names the last one counts, with all that is in it: rare enough to be left to the walk.
    if (node >= 0) {
      if (std::find(seen_.begin(), seen_.end(), node) != seen_.end()) return false;
      seen_.push_back(node);
    }
    const bool wanted = node >= 0 && tree_.SlotOf(node) >= 0;
    const char first = text_[at_];
    if (first == '{' || first == '[') {
      if (++depth_ > 64) return false;
      const size_t piece = pieces_.size() - 1, begin = at_, spaces = spaces_;
      const bool whole = Container(node);
      --depth_;
      if (!whole) return false;
      if (wanted)
        found_.push_back(
            {node, Value::Kind::kNested, spaces_ != spaces, false, {piece, begin, pieces_.size() - 1, at_}});
      return true;
    }
    if (pieces_.size() >= kMostPieces) return false;
    const size_t piece = pieces_.size() - 1;
    Value::Kind kind = Value::Kind::kNumberOrWord;
    if (first == '"') {
      kind = Value::Kind::kString;
      if (stops_[stop_] != at_) return false;
      const size_t end = stops_[stop_ + 1];
      if (text_[end] != '"') return false;
      ++at_;
      BeginValue();
      at_ = end;
      EndValue();
      ++at_;
      stop_ += 2;
    } else {
      BeginValue();
      const size_t begin = at_;
      while (std::strchr(",}] \t\r\n", text_[at_]) == nullptr) ++at_;
      if (!IsNumberOrWord(text_ + begin, at_ - begin)) return false;
      EndValue();
      numbers_.push_back(piece);
    }
    pieces_[piece].opens = kind == Value::Kind::kString;
    pieces_[piece].entered = node >= 0 && !tree_.IsLeaf(node);
    const Stretch stretch{piece, pieces_[piece].end, piece + 1, pieces_[piece + 1].begin};
    const bool enter = kind == Value::Kind::kString && node >= 0 && !tree_.IsLeaf(node);
    if (wanted || enter) found_.push_back({node, kind, false, enter, stretch});
    return true;
  }

  // Each piece becomes one text or several. Each hangs on a stop of its own piece: the first one in it if it can.
  bool CutTexts(LineShape& out) {
    size_t stop = first_stop_;
    for (Piece& piece : pieces_) {
      while (stops_[stop] < piece.begin) ++stop;
      if (stops_[stop] >= piece.end) return false;
      piece.anchor = stop;
      for (size_t begin = piece.begin; begin < piece.end; begin += ExpectedText::kMaxSize) {
        while (stops_[stop] < begin && stops_[stop + 1] < piece.end) ++stop;
        ExpectedText text;
        text.size = static_cast<uint32_t>(std::min(piece.end - begin, ExpectedText::kMaxSize));
        std::memcpy(text.text, text_ + begin, text.size);
        text.mask = ~uint64_t{0} >> (64 - text.size);
        text.place = static_cast<uint32_t>(stop - first_stop_);
        text.offset = static_cast<int32_t>(begin) - static_cast<int32_t>(stops_[stop]);
        // Whatever line is compared, its n-th stop is n bytes behind its begin at least: nothing in front of it is
        // looked at. (The first text's place is checked before.)
        if (!out.texts_.empty() && -text.offset > static_cast<int32_t>(text.place)) {
          if (stop == piece.anchor) return false;
          --stop;
          text.place -= 1;
          text.offset = static_cast<int32_t>(begin) - static_cast<int32_t>(stops_[stop]);
        }
        if (text.offset > kMostBehindStop) return false;
        out.texts_.push_back(text);
      }
    }
    return true;
  }

  Span SpanOf(const Stretch& stretch) const {
    const size_t first = pieces_[stretch.first_piece].anchor, last = pieces_[stretch.last_piece].anchor;
    return {static_cast<uint32_t>(first - first_stop_),
            static_cast<uint32_t>(last - first_stop_),
            static_cast<int32_t>(stretch.begin) - static_cast<int32_t>(stops_[first]),
            static_cast<int32_t>(stretch.end) - static_cast<int32_t>(stops_[last]),
            static_cast<uint32_t>(stretch.first_piece),
            static_cast<uint32_t>(stretch.last_piece)};
  }

  void KeepPieces(LineShape& out) const {
    size_t stop = first_stop_;
    for (const Piece& piece : pieces_) {
      // No further behind a line than may be read.
      if (piece.end - piece.begin > kBlockPadding) return out.pieces_.clear();
      const size_t before = stop;
      while (stop < first_stop_ + out.stop_count_ && stops_[stop] < piece.end) ++stop;
      out.pieces_.push_back({static_cast<uint32_t>(out.fixed_.size()), static_cast<uint32_t>(piece.end - piece.begin),
                             static_cast<uint32_t>(stop - before),
                             static_cast<uint32_t>(stops_[piece.anchor] - piece.begin), piece.opens, piece.entered});
      out.fixed_.append(text_ + piece.begin, piece.end - piece.begin);
    }
    out.anchors_.resize(pieces_.size());
    out.changes_.resize(pieces_.size());
  }

  const char* text_;
  const uint32_t* stops_;
  const StringIndex& index_;
  const FieldTree& tree_;
  size_t line_, at_, stop_, first_stop_;
  size_t spaces_ = 0;
  int depth_ = 0;
  std::vector<Piece> pieces_;
  std::vector<size_t> numbers_;  // the pieces before them
  std::vector<Found> found_;
  std::vector<int32_t> seen_;
};

bool LineShape::Learn(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree) {
  if (tree.wants_record()) return false;
  *this = {};
  if (!Learner(index, line, first_stop, tree).Run(*this)) return false;
  columns_.resize(tree.columns());
  for (size_t i = 0; i < columns_.size(); ++i) {
    for (const int32_t slot : tree.SlotsOf(i)) {
      const auto captured =
          std::find_if(captured_.begin(), captured_.end(), [&](const Captured& one) { return one.slot == slot; });
      if (captured == captured_.end()) continue;
      columns_[i] = captured->value;
      break;
    }
  }
  return true;
}

bool LineShape::Fits(const StringIndex& index, size_t line, size_t first_stop) {
  loose_ = false;
  const char* const text = index.text();
  const uint32_t* const stops = index.stops() + first_stop;
  if (first_stop + stop_count_ > index.stop_count() || stops[0] - line != first_distance_ ||
      text[stops[stop_count_ - 1]] != '\n') {
    return false;
  }
  if (Kernels().match_texts(texts_.data(), texts_.size(), text, stops) != texts_.size()) return false;
  for (const Span& span : numbers_) {
    const char* const begin = text + stops[span.first] + span.after_first;
    const char* const end = text + stops[span.last] + span.after_last;
    if (end <= begin || !IsNumberOrWord(begin, static_cast<size_t>(end - begin))) return false;
  }
  return true;
}

// From value to value: behind the fixed text of a piece stands a string, whose end is the next stop but one, or a
// number or a word. Of the quotes around a string's place, the pieces have the one behind it at their begin and the one
// in front of it at their end; without a string they lack both.
bool LineShape::FitsLoosely(const StringIndex& index, size_t line, size_t first_stop) {
  const char* const text = index.text();
  const uint32_t* const stops = index.stops();
  size_t at = line, stop = first_stop, lacking = 0;
  for (size_t i = 0; i < pieces_.size(); ++i) {
    const Piece& piece = pieces_[i];
    anchors_[i] = static_cast<uint32_t>(at - lacking + piece.anchor);
    changes_[i] = Change::kNone;
    const size_t size = piece.size - lacking - piece.opens;
    if (std::memcmp(text + at, fixed_.data() + piece.begin + lacking, size) != 0) return false;
    at += size;
    stop += piece.stops - lacking - piece.opens;
    lacking = 0;
    if (i + 1 == pieces_.size()) break;
    if (text[at] == '"') {
      if (stops[stop] != at || text[stops[stop + 1]] != '"' || (piece.entered && !piece.opens)) return false;
      at = stops[++stop];
      if (piece.opens) continue;
      changes_[i] = Change::kString;
      ++at;
      ++stop;
    } else {
      const char* const end = PassNumberOrWord(text + at);
      if (end == nullptr) return false;
      at = static_cast<size_t>(end - text);
      if (!piece.opens) continue;
      changes_[i] = Change::kNoString;
      lacking = 1;
    }
  }
  loose_ = !pieces_.empty();
  loose_stops_ = stop - first_stop;
  return loose_;
}

std::string_view LineShape::LooseValue(const StringIndex& index, const Value& value) const {
  const std::string_view learned = LooselyIn(index, value.span);
  if (value.kind == Value::Kind::kNested) return learned;
  switch (changes_[value.span.first_piece]) {
    case Change::kNoString:
      return {learned.data() - 1, learned.size() + 2};
    case Change::kString:
      return learned.substr(1, learned.size() - 2);
    default:
      return learned;
  }
}

void LineShape::PutInto(FieldTree& tree, const StringIndex& index, size_t first_stop, Arena& arena) const {
  tree.BeginRecord(arena);
  for (const Captured& captured : captured_) tree.Put(captured.slot, Slice(captured.value, index, first_stop));
  for (const Captured& captured : enter_) {
    const JsonSlice value = Slice(captured.value, index, first_stop);
    const size_t quote = value.kind == JsonSlice::Kind::kString;
    JsonScanner scanner({value.raw.data() - quote, value.raw.size() + 2 * quote});
    tree.ValueAt(captured.node, scanner, 1);
  }
}

const LineShape* LineShapes::Find(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree) {
  ++lines_;
  if (resting_ > 0) return --resting_, nullptr;
  if (tried_++ == kTrialLines) {
    rest_ = fitting_ < kTrialLines / 2 ? std::clamp(rest_ * 2, kLeastRest, kMostRest) : 0;
    resting_ = rest_;
    compared_ = loose_ > kTrialLines / 4 ? 1 : kMostShapes;
    tried_ = fitting_ = loose_ = 0;
  }
  const size_t compared = std::min(known_.size(), compared_);
  for (size_t i = 0; i < compared; ++i) {
    if (!known_[i]->shape.Fits(index, line, first_stop)) continue;
    ++fitting_;
    known_[i]->last_used = lines_;
    if (credit_ < kMostCredit) ++credit_;
    if (i != 0) std::swap(known_[0], known_[i]);
    return &known_[0]->shape;
  }
  if (known_.empty() || !known_[0]->shape.FitsLoosely(index, line, first_stop)) return nullptr;
  ++fitting_;
  ++loose_;
  LineShape* const shape = &known_[0]->shape;
  if (known_.size() < kMostShapes / 2) Miss(index, line, first_stop, tree);
  return shape;
}

void LineShapes::Miss(const StringIndex& index, size_t line, size_t first_stop, const FieldTree& tree) {
  if (resting_ > 0) return;
  if (lines_ % kLearningCost == 0 && credit_ < kLearningCost) ++credit_;
  if (credit_ < kLearningCost) return;
  credit_ -= kLearningCost;
  auto learned = std::make_unique<Known>();
  if (!learned->shape.Learn(index, line, first_stop, tree)) return;
  learned->last_used = lines_;
  if (known_.size() < kMostShapes) {
    known_.push_back(std::move(learned));
    return;
  }
  const auto oldest = std::min_element(known_.begin(), known_.end(),
                                       [](const auto& a, const auto& b) { return a->last_used < b->last_used; });
  *oldest = std::move(learned);
}

}  // namespace quarry
