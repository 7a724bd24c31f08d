// The installation of onnxruntime-node calls this first, then looks whether it shall download 200 MB for NVIDIA cards (it does, on
// Linux, wherever npm does not know `allowScripts`). Text in pixels is read on the processor.
module.exports = {
  bootstrap() {
    process.env.ONNXRUNTIME_NODE_INSTALL ??= 'skip';
  },
};
