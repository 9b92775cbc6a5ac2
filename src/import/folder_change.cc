// External entry: FolderChange.
#include "import/folder_change.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "types/ticks.h"

namespace quarry {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kWorkspacePrefix = ".quarry-import-";
constexpr const char* kLockName = ".quarry-lock";
// In a workspace: lines "+path" for files to put into place and "-path" for files to remove. It is there only when
// everything else of the change is.
constexpr const char* kListName = "commit";

Error FileError(const std::string& path, const std::string& why) {
  return Error{path + ": " + why};
}
Error LastError(const std::string& path) {
  return FileError(path, std::strerror(errno));
}

Result<void> WriteDurably(const std::string& path, const std::string& text) {
  const std::string aside = path + ".new";
  const int file = open(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return LastError(aside);
  size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = write(file, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      const Error error = LastError(aside);
      close(file);
      return error;
    }
    done += static_cast<size_t>(n);
  }
  const bool synced = fsync(file) == 0;
  if (close(file) != 0 || !synced) return LastError(aside);
  if (rename(aside.c_str(), path.c_str()) != 0) return LastError(path);
  return {};
}

std::string NewId() {
  using namespace std::chrono;
  const int64_t nanoseconds = duration_cast<std::chrono::nanoseconds>(system_clock::now().time_since_epoch()).count();
  std::string text = FormatDateTime(kUnixEpochTicks + nanoseconds / 100);
  std::string id;
  for (const char c : text.substr(0, 19)) {
    if (c != '-' && c != ':') id += c;
  }
  return id + "-" + text.substr(20, 7) + "-" + std::to_string(getpid());
}

}  // namespace

Result<std::unique_ptr<FolderChange>> FolderChange::Begin(const std::string& folder) {
  auto change = std::unique_ptr<FolderChange>(new FolderChange);
  change->folder_ = folder;
  std::error_code error;
  change->made_folder_ = fs::create_directories(folder, error);
  if (error) return FileError(folder, error.message());
  if (!fs::is_directory(folder)) return FileError(folder, "not a folder");
  const std::string lock = folder + "/" + kLockName;
  change->lock_ = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (change->lock_ < 0) return LastError(lock);
  if (flock(change->lock_, LOCK_EX | LOCK_NB) != 0)
    return FileError(folder, "another import is writing to this folder");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    if (!entry.path().filename().string().starts_with(kWorkspacePrefix)) continue;
    if (Result<void> finished = Finish(folder, entry.path().string()); !finished) return finished.error();
  }
  change->id_ = NewId();
  change->workspace_ = folder + "/" + std::string(kWorkspacePrefix) + change->id_;
  fs::create_directories(change->workspace_, error);
  if (error) return FileError(change->workspace_, error.message());
  return change;
}

FolderChange::~FolderChange() {
  std::error_code error;
  if (!workspace_.empty() && !committing_) fs::remove_all(workspace_, error);
  if (made_folder_ && !committing_) {
    unlink((folder_ + "/" + kLockName).c_str());
    fs::remove(folder_, error);  // only when it is empty
  }
  if (lock_ >= 0) close(lock_);
}

Result<std::string> FolderChange::Place(const std::string& path) {
  const std::string at = workspace_ + "/new/" + path;
  std::error_code error;
  fs::create_directories(fs::path(at).parent_path(), error);
  if (error) return FileError(at, error.message());
  placed_.push_back(path);
  return at;
}

Result<void> FolderChange::Sync(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return LastError(path);
  const bool synced = fsync(file) == 0;
  close(file);
  if (!synced) return LastError(path);
  return {};
}

Result<void> FolderChange::Commit(const std::string& manifest_name, const std::string& manifest) {
  Result<std::string> at = Place(manifest_name);
  if (!at) return at.error();
  if (Result<void> written = WriteDurably(*at, manifest); !written) return written.error();
  std::string list;
  for (const std::string& path : placed_) list += "+" + path + "\n";
  for (const std::string& path : removed_) list += "-" + path + "\n";
  if (Result<void> written = WriteDurably(workspace_ + "/" + kListName, list); !written) return written.error();
  committing_ = true;
  return Finish(folder_, workspace_);
}

// Carries out the list of a workspace, or, when it has none, forgets it. May be done again after any interruption.
Result<void> FolderChange::Finish(const std::string& folder, const std::string& workspace) {
  std::error_code error;
  std::ifstream list(workspace + "/" + kListName);
  std::string line;
  while (list && std::getline(list, line)) {
    if (line.size() < 2) continue;
    const std::string path = line.substr(1);
    if (line[0] == '+') {
      const std::string from = workspace + "/new/" + path, to = folder + "/" + path;
      if (!fs::exists(from, error)) continue;  // put into place before
      fs::create_directories(fs::path(to).parent_path(), error);
      fs::rename(from, to, error);
      if (error) return FileError(to, error.message());
    } else {
      fs::remove(folder + "/" + path, error);
      // Folders of partitions that are empty now.
      for (fs::path above = fs::path(path).parent_path(); !above.empty(); above = above.parent_path()) {
        if (!fs::remove(folder + "/" + above.string(), error)) break;
      }
    }
  }
  fs::remove_all(workspace, error);
  if (error) return FileError(workspace, error.message());
  return {};
}

}  // namespace quarry
