// FolderChange: new files for an imported folder, made aside and then put into place as a whole. Until Commit the
// folder is as it was; a process that ends before leaves a hidden folder that the next change removes; one that ends in
// the middle of Commit leaves a list of what is to be done, which the next change finishes. Thread rule: one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace quarry {

class FolderChange {
 public:
  // Makes the folder when it is not there, locks it against other changes, and finishes or undoes what an earlier one
  // left.
  static Result<std::unique_ptr<FolderChange>> Begin(const std::string& folder);
  // Without Commit: the folder stays as it was.
  ~FolderChange();

  const std::string& id() const { return id_; }
  // Where temporary files may lie.
  const std::string& workspace() const { return workspace_; }
  // Where the file that becomes `path` (below the folder) is to be written.
  Result<std::string> Place(const std::string& path);
  // The file is written: makes it durable.
  static Result<void> Sync(const std::string& path);
  // Files that go.
  void Remove(const std::string& path) { removed_.push_back(path); }
  // Puts all placed files into place and `manifest` behind them.
  Result<void> Commit(const std::string& manifest_name, const std::string& manifest);

 private:
  FolderChange() = default;
  static Result<void> Finish(const std::string& folder, const std::string& workspace);

  std::string folder_, id_, workspace_;
  int lock_ = -1;
  bool made_folder_ = false, committing_ = false;
  std::vector<std::string> placed_, removed_;
};

}  // namespace quarry
