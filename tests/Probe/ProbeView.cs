using System.Runtime.InteropServices;
using RealtimeEmotion.Vst3;

namespace RealtimeEmotion.Probe;

/// <summary>An editor without a window: it exercises frame, run loop and gestures.</summary>
internal sealed unsafe class ProbeView : PluginView
{
    private readonly ProbeEffect _effect;
    private readonly int[] _pipe = new int[2];
    private IDisposable? _timer;
    private IDisposable? _watch;
    private int _ticks;

    internal ProbeView(ProbeEffect effect)
        : base(400, 300)
    {
        _effect = effect;
    }

    public override bool CanResize => true;

    public override bool Supports(ViewPlatform platform) => platform == ViewPlatform.X11;

    protected override void Attach(nint parent, ViewPlatform platform)
    {
        _effect.Note($"attached {parent} {platform}");
        _timer = RunLoop?.AddTimer(TimeSpan.FromMilliseconds(5), OnTimer);
        fixed (int* ends = _pipe)
        {
            if (Pipe(ends) == 0)
                _watch = RunLoop?.AddFileDescriptor(_pipe[0], OnReadable);
        }

        byte one = 1;
        _ = Write(_pipe[1], &one, 1);
    }

    protected override void Detach()
    {
        _timer?.Dispose();
        _watch?.Dispose();
        _ = Close(_pipe[0]);
        _ = Close(_pipe[1]);
        _effect.Note("detached");
    }

    protected override ViewRect Constrain(ViewRect wanted) => wanted.Resized(Math.Max(200, wanted.Width), Math.Max(150, wanted.Height));

    protected override void OnSize(ViewRect bounds) => _effect.Note($"size {bounds.Width} {bounds.Height}");

    protected override void OnContentScale(float scale) => _effect.Note($"scale {scale}");

    protected override bool OnWheel(float distance) => _effect.Handler!.Edit(_effect.Position, _effect.Position.ControllerValue + (0.25 * distance));

    protected override bool OnKeyDown(KeyPress key) => key.Character switch
    {
        'r' => RequestResize(500, 400),
        'd' => _effect.Handler!.SetDirty(true),
        'g' => _effect.Handler!.BeginGroup() && _effect.Handler.EndGroup(),
        'l' => _effect.Handler!.Restart(RestartFlags.LatencyChanged),
        'o' => _effect.Handler!.RequestEditor(),
        's' => _effect.Handler!.RequestAudioBus(input: true, 1, active: true),
        'p' => _effect.Handler!.NotifyProgramsChanged(5),
        _ => false,
    };

    protected override bool TryFindParameter(int x, int y, out uint parameterId)
    {
        parameterId = ProbeEffect.PositionId;
        return x < 100 && y < 100;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _effect.Note("view disposed");
    }

    private void OnTimer()
    {
        if (++_ticks == 3)
        {
            _effect.Note("3 ticks");
            throw new InvalidOperationException("on purpose: a timer");
        }
    }

    private void OnReadable()
    {
        byte one;
        _ = Read(_pipe[0], &one, 1);
        _effect.Note($"readable {one}");
    }

    [DllImport("libc", EntryPoint = "pipe")]
    private static extern int Pipe(int* ends);

    [DllImport("libc", EntryPoint = "read")]
    private static extern nint Read(int descriptor, void* buffer, nint count);

    [DllImport("libc", EntryPoint = "write")]
    private static extern nint Write(int descriptor, void* buffer, nint count);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
