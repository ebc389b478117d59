using RealtimeEmotion.Vst3.Diagnostics;

namespace RealtimeEmotion.Vst3;

/// <summary>
/// A data queue where the host has no data exchange: the audio thread writes into a ring of blocks, a thread of ours
/// sends each as a message, for neither messages nor their making belong on the audio thread.
/// </summary>
internal sealed class MessageDataQueue : DataQueue
{
    // Often enough for an editor's frames, seldom enough to cost nothing.
    private const int PollMilliseconds = 10;

    private readonly EffectComponent _component;
    private readonly byte[][] _blocks;
    private readonly Thread _sender;
    private long _written;
    private long _sent;
    private bool _locked;
    private volatile bool _closing;

    internal MessageDataQueue(EffectComponent component, int context, int blockSize, int blocks)
        : base(context, blockSize)
    {
        _component = component;
        _blocks = new byte[blocks][];
        for (int k = 0; k < blocks; k++)
            _blocks[k] = new byte[blockSize];
        component.Deliver(this, DataStep.Opened, default);
        _sender = new Thread(SendAll) { IsBackground = true, Name = "VST3 data queue" };
        _sender.Start();
    }

    public override bool IsHostExchange => false;

    public override bool TryLock(out Span<byte> block)
    {
        long written = _written;
        _locked = written - Volatile.Read(ref _sent) < _blocks.Length;
        block = _locked ? _blocks[written % _blocks.Length] : default;
        return _locked;
    }

    public override bool Send()
    {
        if (!_locked)
            return false;
        _locked = false;
        Volatile.Write(ref _written, _written + 1);
        return true;
    }

    public override void Discard() => _locked = false;

    internal override void Close()
    {
        _closing = true;
        _sender.Join();
        _component.Deliver(this, DataStep.Closed, default);
    }

    private void SendAll()
    {
        bool closing;
        do
        {
            Thread.Sleep(PollMilliseconds);
            closing = _closing;
            while (_sent < Volatile.Read(ref _written))
            {
                try
                {
                    _component.Deliver(this, DataStep.Block, _blocks[_sent % _blocks.Length]);
                }
                catch (Exception fault)
                {
                    // Nothing may leave a thread: it would end the host.
                    Firewall.Caught(fault);
                }

                Volatile.Write(ref _sent, _sent + 1);
            }
        }
        while (!closing);
    }
}
